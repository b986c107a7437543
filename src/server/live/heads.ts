import { sql } from 'kysely'
import type { Database } from '../database/database.ts'

/** The newest version of every chat of a user, and which database says so. */
export async function readHeads(db: Database, userId: string) {
  const rows = await db
    .selectFrom('epochs')
    .leftJoin('members', (join) => join.on('members.userId', '=', userId))
    .leftJoin('chats', 'chats.id', 'members.chatId')
    .select(['epochs.id as epoch', 'chats.id as chatId', 'chats.version'])
    .execute()
  const versions = new Map(
    rows.flatMap(({ chatId, version }) => (chatId && version !== null ? [[chatId, version] as const] : [])),
  )
  return { epoch: rows[0]?.epoch ?? '', versions }
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
