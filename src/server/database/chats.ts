import { sql } from 'kysely'
import type { Database } from './database.ts'
import { type Message, messageOf, selectMessages } from './messages.ts'
import { type Person, personColumns, personOf } from './people.ts'

export type Role = 'owner' | 'admin' | 'member'

/** A chat as one of its members has it. */
export type Chat = {
  id: string
  kind: 'direct' | 'group'
  /** What the member reads above it: the group's title, or the other one's name. */
  title: string
  version: number
  lastNumber: number
  /** How many messages people have said in it: `unread` is this less what the member had read, or said himself. */
  said: number
  readNumber: number
  readSaid: number
  unread: number
  /** Tells which of two marks is the newer one: a mark may also go back. */
  readVersion: number
  /** The numbers of unread messages that name the member. */
  mentioned: number[]
  role: Role
  joinedNumber: number
  mutedUntil: Date | null
  notify: 'all' | 'mentions' | 'nothing'
  createdBy: string | null
  createdAt: Date
  /** When something last happened in it; its making, when nothing has. */
  activeAt: Date
  memberCount: number
  /** The other one of a direct chat. */
  peer: Person | null
  lastMessage: Message | null
}

/** The chats of a user, newest first: all of them, or those named. */
export async function readChats(db: Database, userId: string, chatIds?: string[]): Promise<Chat[]> {
  const rows = await selectMemberships(db, userId, chatIds).execute()
  if (rows.length === 0) return []
  const directs = rows.filter(({ kind }) => kind === 'direct').map(({ id }) => id)
  const [last, peers] = await Promise.all([readLastMessages(db, rows), readPeers(db, userId, directs)])
  return rows.map((row) => {
    const peer = peers.get(row.id) ?? null
    return Object.assign(row, {
      title: row.title ?? peer?.displayName ?? 'Deleted user',
      unread: Math.max(0, row.said - row.readSaid),
      peer,
      lastMessage: last.get(row.id) ?? null,
    })
  })
}

function selectMemberships(db: Database, userId: string, chatIds?: string[]) {
  return db
    .selectFrom('members')
    .innerJoinLateral(
      (lateral) =>
        // The limit keeps it a look at one row for each, however many chats there are.
        lateral.selectFrom('chats').selectAll().whereRef('chats.id', '=', 'members.chatId').limit(1).as('chats'),
      (join) => join.onTrue(),
    )
    .where('members.userId', '=', userId)
    .$if(chatIds !== undefined, (query) => query.where('members.chatId', '=', anyOf(chatIds ?? [])))
    .select([
      'chats.id',
      'chats.kind',
      'chats.title',
      'chats.version',
      'chats.lastNumber',
      'chats.said',
      'chats.createdBy',
      'chats.createdAt',
      activeAt.as('activeAt'),
      'chats.memberCount',
      'members.role',
      'members.joinedNumber',
      'members.readNumber',
      'members.readSaid',
      'members.readVersion',
      mentionedAt.as('mentioned'),
      'members.mutedUntil',
      'members.notify',
    ])
    .orderBy(activeAt, 'desc')
    .orderBy('chats.id')
}

const activeAt = sql<Date>`coalesce(chats.last_message_at, chats.created_at)`

const mentionedAt = sql<number[]>`case when members.read_number < chats.last_number then array(
  select number from mentions
  where mentions.chat_id = members.chat_id and mentions.user_id = members.user_id and mentions.number > members.read_number
  order by number
) else '{}' end`

async function readLastMessages(
  db: Database,
  chats: { id: string; lastNumber: number }[],
): Promise<Map<string, Message>> {
  const chatIds = chats.map(({ id }) => id)
  const numbers = chats.map(({ lastNumber }) => lastNumber)
  const last = sql<{ chatId: string; number: number }>`unnest(${chatIds}::uuid[], ${numbers}::integer[])`
  const rows = await selectMessages(db)
    .innerJoin(last.as<'last'>(sql`last (chat_id, number)`), (join) =>
      join.onRef('last.chatId', '=', 'messages.chatId').onRef('last.number', '=', 'messages.number'),
    )
    .execute()
  return new Map(rows.map((row) => [row.chatId, messageOf(row)]))
}

/** One value, so that the statement is the same for any number of them. */
function anyOf(ids: string[]) {
  return sql<string>`any(${ids}::uuid[])`
}

async function readPeers(db: Database, userId: string, chatIds: string[]): Promise<Map<string, Person>> {
  if (chatIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.userId')
    .where('members.chatId', '=', anyOf(chatIds))
    .where('members.userId', '<>', userId)
    .select(['members.chatId', ...personColumns])
    .execute()
  return new Map(rows.map(({ chatId, ...person }) => [chatId, personOf(person)]))
}

/** `readNumber` is null where the member or who asks keeps receipts to himself. */
export type Member = Person & { role: Role; joinedAt: Date; readNumber: number | null }

/** The owner first, then admins, then members by name. */
export async function readMembers(db: Database, chatId: string, asSeenBy: string): Promise<Member[]> {
  const rows = await db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.userId')
    .where('members.chatId', '=', chatId)
    .select([...personColumns, 'members.role', 'members.joinedAt', 'members.readNumber', 'users.hidesReceipts'])
    .orderBy(sql`array_position(array['owner', 'admin', 'member'], members.role)`)
    .orderBy(sql`lower(users.display_name)`)
    .orderBy('users.id')
    .execute()
  const isHidden = rows.find(({ id }) => id === asSeenBy)?.hidesReceipts ?? true
  return rows.map(({ role, joinedAt, readNumber, hidesReceipts, ...person }) => ({
    ...personOf(person),
    role,
    joinedAt,
    readNumber: person.id === asSeenBy || !(isHidden || hidesReceipts) ? readNumber : null,
  }))
}

export async function findMember(db: Database, chatId: string, userId: string) {
  return db
    .selectFrom('members')
    .select(['role', 'readNumber', 'readSaid'])
    .where('chatId', '=', chatId)
    .where('userId', '=', userId)
    .executeTakeFirst()
}
