import { sql } from 'kysely'
import { inBatches } from '../database/batches.ts'
import type { Database } from '../database/database.ts'

export type Heads = { epoch: string; versions: Map<string, number> }

const mostAtOnce = 50

/** The newest version of every chat of a user, and which database says so. When many come at once, they are read together. */
export function createHeads(db: Database): (userId: string) => Promise<Heads> {
  return inBatches<string, Heads>({ most: mostAtOnce, run: (userIds) => readHeads(db, userIds) })
}

export async function readHeads(db: Database, userIds: string[]) {
  const memberships = db
    .selectFrom('members')
    .innerJoin('chats', 'chats.id', 'members.chatId')
    .where('members.userId', '=', sql<string>`any(${userIds}::uuid[])`)
    .select(['members.userId', 'members.chatId', 'chats.version'])
  const [epoch, rows] = await Promise.all([
    db.selectFrom('epochs').select('id').executeTakeFirst(),
    memberships.execute(),
  ])
  const versions = new Map<string, Map<string, number>>(userIds.map((userId) => [userId, new Map()]))
  for (const { userId, chatId, version } of rows) versions.get(userId)?.set(chatId, version)
  const id = epoch?.id ?? ''
  return userIds.map((userId) => ({
    result: { epoch: id, versions: versions.get(userId) ?? new Map<string, number>() },
  }))
}

export async function readVersions(db: Database, chatIds: string[]): Promise<Map<string, number>> {
  if (chatIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('chats')
    .select(['id', 'version'])
    .where('id', '=', sql<string>`any(${chatIds}::uuid[])`)
    .execute()
  return new Map(rows.map(({ id, version }) => [id, version]))
}

/** No statement lasts longer, so a membership that was begun before the last look is seen by the next. */
const slowestCommit = '10 seconds'

/** Memberships of these users that came since the last look, by the database's clock. */
export async function readNewMemberships(db: Database, userIds: string[], since: Date) {
  const { rows } = await sql<{ at: Date }>`select now() as at`.execute(db)
  const at = rows[0]?.at ?? since
  if (userIds.length === 0) return { at, memberships: [] }
  const memberships = await db
    .selectFrom('members')
    .innerJoin('chats', 'chats.id', 'members.chatId')
    .select(['members.chatId', 'members.userId', 'chats.version'])
    .where('members.joinedAt', '>', sql<Date>`${since}::timestamptz - ${slowestCommit}::interval`)
    .where('members.userId', '=', sql<string>`any(${userIds}::uuid[])`)
    .execute()
  return { at, memberships }
}

/** Those of these users that are members of the chat. */
export async function readMemberships(db: Database, chatId: string, userIds: string[]) {
  return db
    .selectFrom('members')
    .innerJoin('chats', 'chats.id', 'members.chatId')
    .select(['members.chatId', 'members.userId', 'chats.version'])
    .where('members.chatId', '=', chatId)
    .where('members.userId', '=', sql<string>`any(${userIds}::uuid[])`)
    .execute()
}
