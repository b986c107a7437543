import { sql } from 'kysely'
import type { Database } from '../../src/server/database/database.ts'
import { insertAll, keepMentions } from '../database.ts'
import { chatIdOf, type History, playHistory, userIdOf } from './history.ts'
import type { Happening } from './irc.ts'
import { candidatesFor, usernamesFor } from '../usernames.ts'

export type Import = { chatId: string; history: History; newPeople: number }

/** Who says what nobody said, and keeps the group when nobody else is its owner. */
const narrator = { id: userIdOf('* log *'), name: 'IRC log' }

/** Makes a group of a log, all or nothing. `content` tells whether it was here before. */
export async function storeGroup(
  db: Database,
  happenings: Happening[],
  { title, content, owner }: { title: string; content: string; owner?: string },
): Promise<Import> {
  const chatId = chatIdOf(content)
  return db.transaction().execute(async (tx) => {
    const ownerId = owner === undefined ? undefined : await findOwner(tx, owner)
    const otherIds = ownerId === undefined ? [] : [ownerId]
    const history = playHistory(happenings, { id: chatId, title, narratorId: narrator.id, otherIds })
    if (ownerId !== undefined && history.people.has(ownerId))
      throw new Error(`${owner} is in the log, where people come and go: name another owner`)
    const newPeople = await storePeople(tx, history)
    await storeChat(tx, history, { chatId, title })
    await insertAll(tx, 'members', membersOf(history, chatId, ownerId))
    await insertAll(
      tx,
      'messages',
      history.messages.map(({ event, ...message }) => ({ ...message, event: event && JSON.stringify(event) })),
    )
    await keepMentions(tx, [chatId])
    return { chatId, history, newPeople }
  })
}

async function findOwner(db: Database, username: string) {
  const user = await db
    .selectFrom('users')
    .select('id')
    .where(sql`lower(username)`, '=', username.toLowerCase())
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  if (!user) throw new Error(`There is no user ${username} to own the group`)
  return user.id
}

/** Whoever was in a log before is the same user now, under whatever username he has meanwhile. */
async function storePeople(db: Database, { people }: History) {
  const everybody = new Map([[narrator.id, narrator.name], ...people])
  const known = await db
    .selectFrom('users')
    .select('id')
    .where('id', '=', sql<string>`any(${[...everybody.keys()]}::uuid[])`)
    .execute()
  for (const { id } of known) everybody.delete(id)
  const wished = [...everybody].flatMap(([id, name]) => candidatesFor(id, name))
  const taken = await db
    .selectFrom('users')
    .select(sql<string>`lower(username)`.as('username'))
    .where(sql`lower(username)`, '=', sql<string>`any(${wished}::text[])`)
    .execute()
  const usernames = usernamesFor(everybody, new Set(taken.map(({ username }) => username)))
  const rows = [...everybody].map(([id, name]) => ({
    id,
    username: usernames.get(id) ?? id,
    displayName: Array.from(name).slice(0, 64).join(''),
    kind: id === narrator.id ? ('bot' as const) : ('person' as const),
  }))
  await insertAll(db, 'users', rows)
  return rows.filter(({ kind }) => kind === 'person').length
}

async function storeChat(
  db: Database,
  { messages, said }: History,
  { chatId, title }: { chatId: string; title: string },
) {
  const stored = await db
    .insertInto('chats')
    .values({
      id: chatId,
      kind: 'group',
      title,
      createdBy: narrator.id,
      createdAt: messages[0]?.createdAt,
      version: messages.length,
      lastNumber: messages.length,
      said,
      lastMessageAt: messages.at(-1)?.createdAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (stored.numInsertedOrUpdatedRows === 0n)
    throw new Error(`This log was imported before: it is the chat ${chatId}. Nothing was changed.`)
}

/** What was said long ago lights nobody's badge: all of it counts as read. */
function membersOf({ members, messages, said }: History, chatId: string, ownerId = narrator.id) {
  return [...members.values()].map(({ joinedAt, ...member }) => {
    const isOwner = member.userId === ownerId
    // An app that runs looks for memberships that are new by the clock; only the owner may be there to see it.
    const isPresent = isOwner && ownerId !== narrator.id
    const role: 'owner' | 'member' = isOwner ? 'owner' : 'member'
    return {
      ...member,
      chatId,
      role,
      joinedAt: isPresent ? new Date() : joinedAt,
      readNumber: messages.length,
      readSaid: said,
    }
  })
}
