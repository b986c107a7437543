import { sql } from 'kysely'
import type { Database } from './database.ts'
import { type Message, messageOf, selectMessages } from './messages.ts'

/** What changed in a chat, in order of version. Nothing up to `version` is missing; `isWhole` says that nothing comes after it. */
export type Changes = { version: number; messages: Message[]; isWhole: boolean }

const most = 500
const mostTogether = 2000

/** What many chats have had since the version that is known of each, in two calls. A chat that is gone has no entry. */
export async function readMissed(db: Database, known: Map<string, number>): Promise<Map<string, Changes>> {
  const chatIds = [...known.keys()]
  const limit = Math.max(20, Math.min(most, Math.floor(mostTogether / chatIds.length)))
  // Before the messages are read: they are at least as new.
  const chats = await db
    .selectFrom('chats')
    .select(['id', 'version'])
    .where('id', '=', sql<string>`any(${chatIds}::uuid[])`)
    .execute()
  // The limit for each chat keeps the planner to the index on (chat_id, version), whatever it thinks of their lengths.
  const missed = sql<{ foundId: string; foundNumber: number }>`(
    select found.chat_id as found_id, found.number as found_number
    from unnest(${chatIds}::uuid[], ${[...known.values()]}::integer[]) as known (chat_id, version)
    cross join lateral (
      select chat_id, number from messages
      where messages.chat_id = known.chat_id and messages.version > known.version
      order by messages.version limit ${limit}
    ) as found
  )`
  const rows = await selectMessages(db)
    .innerJoin(missed.as<'missed'>('missed'), (join) =>
      join.onRef('missed.foundId', '=', 'messages.chatId').onRef('missed.foundNumber', '=', 'messages.number'),
    )
    .orderBy('messages.chatId')
    .orderBy('messages.version')
    .execute()
  const messages = new Map<string, Message[]>()
  for (const row of rows) {
    const own = messages.get(row.chatId)
    if (own) own.push(messageOf(row))
    else messages.set(row.chatId, [messageOf(row)])
  }
  return new Map(chats.map(({ id, version }) => [id, changesOf(version, messages.get(id) ?? [], limit)]))
}

function changesOf(version: number, messages: Message[], limit: number): Changes {
  const isWhole = messages.length < limit
  const last = messages.at(-1)?.version ?? 0
  return { version: isWhole ? Math.max(version, last) : last, messages, isWhole }
}
