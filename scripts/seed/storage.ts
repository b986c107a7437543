import { sql } from 'kysely'
import { hashPassword } from '../../src/server/auth/passwords.ts'
import type { Database } from '../../src/server/database/database.ts'
import { insertAll, keepMentions } from '../database.ts'
import type { World } from './world.ts'

/** All or nothing. */
export async function storeWorld(
  db: Database,
  { people, chats }: World,
  password: string,
  progress?: (rows: number) => void,
) {
  const passwordHash = await hashPassword(password)
  await db.transaction().execute(async (tx) => {
    await refuseTwice(tx, people[0]?.id ?? '')
    const taken = await takenUsernames(
      tx,
      people.map(({ username }) => username),
    )
    for (const person of people)
      if (taken.has(person.username)) person.username = `${person.username.slice(0, 25)}-${person.id.slice(0, 6)}`
    const users = people.map(({ tongue: _tongue, weight: _weight, ...person }) => ({
      ...person,
      passwordHash: person.kind === 'person' ? passwordHash : null,
      updatedAt: person.createdAt,
    }))
    await insertAll(tx, 'users', users, progress)
    await insertAll(tx, 'chats', chats.map(chatRow), progress)
    await insertAll(
      tx,
      'members',
      chats.flatMap(({ members }) => members),
      progress,
    )
    const messages = chats.flatMap(({ transcript }) => transcript.messages)
    await insertAll(
      tx,
      'messages',
      messages.map(({ event, ...message }) => ({ ...message, event: event && JSON.stringify(event) })),
      progress,
    )
    await insertAll(
      tx,
      'reactions',
      chats.flatMap(({ transcript }) => [...transcript.reactions.values()]),
      progress,
    )
    await keepMentions(
      tx,
      chats.map(({ plan }) => plan.id),
    )
  })
}

/** How many rows there will be. */
export function countRows({ people, chats }: World) {
  const count = (rows: (chat: World['chats'][number]) => number) => chats.reduce((sum, chat) => sum + rows(chat), 0)
  const rows = {
    users: people.length,
    chats: chats.length,
    members: count(({ members }) => members.length),
    messages: count(({ transcript }) => transcript.messages.length),
    reactions: count(({ transcript }) => transcript.reactions.size),
  }
  return { ...rows, all: Object.values(rows).reduce((sum, one) => sum + one, 0) }
}

function chatRow({
  plan: { id, kind, title, createdAt, stays },
  transcript: { version, said, messages },
}: World['chats'][number]) {
  const [first, second] = stays.map(({ person }) => person.id).toSorted()
  return {
    id,
    kind,
    title,
    directKey: kind === 'direct' ? `${first} ${second}` : null,
    createdBy: stays[0]?.person.id,
    createdAt: new Date(createdAt),
    version,
    said,
    lastNumber: messages.length,
    lastMessageAt: messages.at(-1)?.createdAt,
  }
}

async function refuseTwice(db: Database, userId: string) {
  const found = await db.selectFrom('users').select('username').where('id', '=', userId).executeTakeFirst()
  if (found)
    throw new Error(`These people are here already (${found.username} is the first). Another --seed adds others.`)
}

async function takenUsernames(db: Database, usernames: string[]) {
  const rows = await db
    .selectFrom('users')
    .select(sql<string>`lower(username)`.as('username'))
    .where(sql`lower(username)`, '=', sql<string>`any(${usernames}::text[])`)
    .execute()
  return new Set(rows.map(({ username }) => username))
}
