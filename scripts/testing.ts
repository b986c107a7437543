import { sql } from 'kysely'
import type { Database } from '../src/server/database/database.ts'

/** What is true of every chat, however it came into the database; each query finds where it is not. */
const rules = {
  'numbers are dense': `select chats.id as chat_id from chats left join messages on chat_id = chats.id group by chats.id
    having count(number) <> last_number or coalesce(max(number), 0) <> last_number or coalesce(min(number), 1) <> 1`,
  'no version is taken twice, or above the head': `select chats.id as chat_id from chats join messages on chat_id = chats.id group by chats.id
    having count(distinct messages.version) <> count(*) or max(messages.version) > chats.version`,
  'a message that never changed keeps the order of versions': `select chat_id from (
    select *, lag(version) over (partition by chat_id order by number) as before from messages
    where kind = 'system') as told where version <= before`,
  'said counts what people said': `select chat_id from (
    select *, count(*) filter (where kind = 'text') over (partition by chat_id order by number) as counted from messages
  ) as one where said <> counted union select id as chat_id from chats
    where said <> (select count(*) from messages where chat_id = chats.id and kind = 'text')`,
  'what a member has read is a place in the chat': `select members.chat_id from members
    left join messages on messages.chat_id = members.chat_id and number = read_number
    where read_said <> coalesce(messages.said, 0) or (read_number > 0 and number is null)`,
  'nobody has unread words of his own': `select members.chat_id from members join messages on messages.chat_id = members.chat_id
    and sender_id = user_id and messages.kind = 'text' where number > read_number and number > joined_number`,
  'members are counted': `select id as chat_id from chats where member_count <> (select count(*) from members where chat_id = chats.id)`,
  'a group has one owner': `select id as chat_id from chats where kind = 'group'
    and 1 <> (select count(*) from members where chat_id = chats.id and role = 'owner')`,
  'a direct chat has its two': `select id as chat_id from chats where kind = 'direct' and direct_key <>
    (select string_agg(user_id::text, ' ' order by user_id) from members where chat_id = chats.id)`,
  'time goes on': `select chat_id from (
    select *, lag(created_at) over (partition by chat_id order by number) as before from messages
  ) as one where created_at < before or edited_at < created_at or deleted_at < created_at
    union select id as chat_id from chats where abs(extract(epoch from last_message_at - (select max(created_at) from messages where chat_id = chats.id))) > 1`,
  'answers come after what they answer': `select messages.chat_id from messages
    join messages as answered on answered.chat_id = messages.chat_id and answered.id = messages.reply_to
    where answered.number >= messages.number`,
  'what was deleted has no words and no reactions': `select chat_id from messages where deleted_at is not null
    and (text <> '' or exists (select from reactions where reactions.chat_id = messages.chat_id and reactions.number = messages.number))`,
  'nobody says nothing': `select chat_id from messages where kind = 'text' and deleted_at is null and text !~ '\\S'`,
}

/** The rules that do not hold, and in which chats. */
export async function brokenRules(db: Database) {
  const broken: string[] = []
  for (const [rule, query] of Object.entries(rules)) {
    const { rows } = await sql.raw<{ chatId: string }>(query).execute(db)
    if (rows.length > 0) broken.push(`${rule}: ${rows[0]?.chatId}`)
  }
  return [...broken, ...(await strangers(db))]
}

/** Plays what happened in the groups again: only members speak, and those who are left are the members. */
async function strangers(db: Database) {
  const groups = await db.selectFrom('chats').select('id').where('kind', '=', 'group').execute()
  const broken: string[] = []
  for (const { id } of groups) {
    const present = new Set<string>()
    const messages = await db
      .selectFrom('messages')
      .select(['number', 'senderId', 'kind', 'event'])
      .where('chatId', '=', id)
      .orderBy('number')
      .execute()
    for (const { number, senderId, kind, event } of messages) {
      if (kind === 'text' && !present.has(senderId)) broken.push(`only members speak: ${id} ${number}`)
      if (event?.type === 'created' || event?.type === 'joined') for (const userId of event.userIds) present.add(userId)
      if (event?.type === 'left' || event?.type === 'removed')
        for (const userId of event.userIds) present.delete(userId)
    }
    const members = await db.selectFrom('members').select('userId').where('chatId', '=', id).execute()
    const isSame = members.length === present.size && members.every(({ userId }) => present.has(userId))
    if (!isSame) broken.push(`the members are those who came and did not leave: ${id}`)
  }
  return broken
}
