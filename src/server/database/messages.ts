import { sql } from 'kysely'
import type { Database } from './database.ts'
import type { ChatEvent } from './tables.ts'
import { type Person, personColumns, personOf } from './people.ts'

export type Reaction = { emoji: string; userIds: string[] }

/** A message as it now stands. Everybody hears it in this one shape, whatever happened to it. */
export type Message = {
  chatId: string
  number: number
  id: string
  version: number
  /** How many messages people had said in the chat up to this one. */
  said: number
  sender: Person
  kind: 'text' | 'system'
  text: string
  event: ChatEvent | null
  replyTo: string | null
  createdAt: Date
  editedAt: Date | null
  deletedAt: Date | null
  reactions: Reaction[]
  /** The members whom it names with @username. */
  mentions: string[]
}

/** Messages with their senders and reactions. The caller says which, and in what order. */
export function selectMessages(db: Database) {
  return db
    .selectFrom('messages')
    .innerJoinLateral(
      (lateral) =>
        lateral
          .selectFrom('users')
          .select(personColumns)
          .whereRef('users.id', '=', 'messages.senderId')
          // Keeps it a look at one row for each: what looks cheaper to the planner at times is to read all users.
          .limit(1)
          .as('users'),
      (join) => join.onTrue(),
    )
    .select([
      'messages.chatId',
      'messages.number',
      'messages.id',
      'messages.version',
      'messages.said',
      'messages.kind',
      'messages.text',
      'messages.event',
      'messages.replyTo',
      'messages.createdAt',
      'messages.editedAt',
      'messages.deletedAt',
      'users.id as senderId',
      'users.username as senderUsername',
      'users.displayName as senderDisplayName',
      'users.kind as senderKind',
      'users.avatar as senderAvatar',
      'users.deletedAt as senderDeletedAt',
      reactionsOf.as('reactions'),
      mentionsOf.as('mentions'),
    ])
}

// Most messages have neither, and finding that out is cheaper than gathering nothing. (`exists` could be answered by reading
// the whole table.)
const reactionsOf = sql<Reaction[]>`case
  when (select true from reactions where reactions.chat_id = messages.chat_id and reactions.number = messages.number limit 1) then (
    select json_agg(json_build_object('emoji', one.emoji, 'userIds', one.user_ids) order by one.since, one.emoji)
    from (
      select emoji, json_agg(user_id order by created_at, user_id) as user_ids, min(created_at) as since
      from reactions where reactions.chat_id = messages.chat_id and reactions.number = messages.number
      group by emoji
    ) as one
  )
  else '[]'::json
end`

const mentionsOf = sql<string[]>`case when position('@' in messages.text) > 0 then array(
  select user_id::text from mentions where mentions.chat_id = messages.chat_id and mentions.number = messages.number order by user_id
) else '{}' end`

type Row = Awaited<ReturnType<ReturnType<typeof selectMessages>['execute']>>[number]

export function messageOf(row: Row): Message {
  return {
    chatId: row.chatId,
    number: row.number,
    id: row.id,
    version: row.version,
    said: row.said,
    sender: personOf({
      id: row.senderId,
      username: row.senderUsername,
      displayName: row.senderDisplayName,
      kind: row.senderKind,
      avatar: row.senderAvatar,
      deletedAt: row.senderDeletedAt,
    }),
    kind: row.kind,
    text: row.text,
    event: row.event,
    replyTo: row.replyTo,
    createdAt: row.createdAt,
    editedAt: row.editedAt,
    deletedAt: row.deletedAt,
    reactions: row.reactions,
    mentions: row.mentions,
  }
}

export async function findMessage(db: Database, chatId: string, number: number): Promise<Message | undefined> {
  const row = await selectMessages(db)
    .where('messages.chatId', '=', chatId)
    .where('messages.number', '=', number)
    .executeTakeFirst()
  return row && messageOf(row)
}

/** What changed after a version, in order of version; undefined when the chat is gone. Nothing up to `version` is missing. */
export async function changesAfter(db: Database, chatId: string, after: number, limit: number) {
  const chat = await db.selectFrom('chats').select('version').where('id', '=', chatId).executeTakeFirst()
  if (!chat) return undefined
  const rows = await selectMessages(db)
    .where('messages.chatId', '=', chatId)
    .where('messages.version', '>', after)
    .orderBy('messages.version')
    .limit(limit)
    .execute()
  const isWhole = rows.length < limit
  const last = rows.at(-1)?.version ?? 0
  return { version: isWhole ? Math.max(chat.version, last) : last, messages: rows.map(messageOf), isWhole }
}

export type Place = { before?: number | undefined; after?: number | undefined; around?: number | undefined }

/** One page in the order of the numbers. Its messages are at least as new as `version`, which is read before them. */
export async function readPage(db: Database, chatId: string, place: Place, limit: number) {
  const chat = await db
    .selectFrom('chats')
    .select(['version', 'lastNumber'])
    .where('id', '=', chatId)
    .executeTakeFirst()
  const { version, lastNumber } = chat ?? { version: 0, lastNumber: 0 }
  const first = firstOfPage(place, lastNumber, limit)
  const rows = await selectMessages(db)
    .where('messages.chatId', '=', chatId)
    .where('messages.number', '>=', first)
    .where('messages.number', '<', Math.min(place.before ?? Infinity, first + limit))
    .orderBy('messages.number')
    // There are no more; this tells the planner.
    .limit(limit)
    .execute()
  const last = rows.at(-1)?.number ?? first - 1
  return {
    messages: rows.map(messageOf),
    hasEarlier: first > 1 && lastNumber > 0,
    hasLater: last < lastNumber,
    version,
  }
}

/** Numbers are dense, so a page is a range: as cheap at any depth. */
function firstOfPage({ before, after, around }: Place, lastNumber: number, limit: number) {
  if (after !== undefined) return Math.min(after, lastNumber) + 1
  const latest = Math.max(1, lastNumber - limit + 1)
  if (around !== undefined) return Math.max(1, Math.min(around - Math.floor(limit / 2), latest))
  return before === undefined ? latest : Math.max(1, Math.min(before, lastNumber + 1) - limit)
}
