import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { createSessions } from '../../src/server/auth/sessions.ts'
import { readConfig } from '../../src/server/config.ts'
import { connect, type Database } from '../../src/server/database/database.ts'
import { migrate } from '../../src/server/database/migrations.ts'

export type People = Awaited<ReturnType<typeof makePeople>>

const atOnce = 16
const perCircle = 20

/**
 * Users of Parley with live sessions, in groups that the product's own function makes: `hall` and `parlour` to be heard by many,
 * `desk` to be written to by all senders, `rooms` with one sender each, and circles of twenty, so that presence has somebody to tell.
 */
export async function makePeople(
  databaseUrl: string,
  { users, hall, parlour, senders }: { users: number; hall: number; parlour: number; senders: number },
) {
  const { db } = connect(databaseUrl, console, { isUnhurried: true })
  try {
    await migrate(db)
    const ids = Array.from({ length: users }, () => uuid())
    await sql`
      insert into users (id, username, display_name)
      select id, 'user' || place, 'User ' || place from unnest(${ids}::uuid[]) with ordinality as one (id, place)
    `.execute(db)
    const tokens = await startSessions(db, ids)
    const chats = {
      hall: await createGroup(db, 'The hall', ids.slice(0, hall)),
      parlour: await createGroup(db, 'The parlour', ids.slice(0, parlour)),
      desk: await createGroup(db, 'The desk', ids.slice(0, senders)),
      rooms: await Promise.all(ids.slice(0, senders).map((id, place) => createGroup(db, `Room ${place}`, [id]))),
    }
    for (let first = 0; first < users; first += perCircle)
      await createGroup(db, `Circle ${first / perCircle}`, ids.slice(first, first + perCircle))
    await sql`vacuum analyze`.execute(db)
    return { tokens, ...chats }
  } finally {
    await db.destroy()
  }
}

async function startSessions(db: Database, userIds: string[]): Promise<string[]> {
  const sessions = createSessions(db, readConfig({}))
  const tokens: string[] = []
  for (let first = 0; first < userIds.length; first += atOnce) {
    const started = userIds
      .slice(first, first + atOnce)
      .map((userId) => sessions.start(userId, { device: undefined, address: '127.0.0.1' }))
    for (const { secret } of await Promise.all(started)) tokens.push(secret)
  }
  return tokens
}

async function createGroup(db: Database, title: string, [owner = '', ...others]: string[]): Promise<string> {
  const chatId = uuid()
  await sql`select create_group(${chatId}, ${owner}, ${title}, ${others}::uuid[])`.execute(db)
  return chatId
}
