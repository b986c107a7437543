import { sql } from 'kysely'
import { connect, type Database } from '../../src/server/database/database.ts'
import { migrate } from '../../src/server/database/migrations.ts'

export type Size = { messages: number; chats: number; users: number; membersOfChat?: number }

/** How many chats the first user is in, who is the busiest of all. */
export const mostChatsOfOne = 200
/** The first chat has this share of all messages. */
const shareOfDeepest = 0.2
const since = '2025-01-01T00:00:00Z'

/**
 * Fills an empty database with people, groups and history, by statements over whole tables. The same size makes the same
 * rows. Returns the user who is in 200 chats, and the chat with a fifth of all messages, of which he is a member.
 */
export async function fill(databaseUrl: string, size: Size): Promise<{ userId: string; chatId: string }> {
  const { db } = connect(databaseUrl, console, { size: 1, isUnhurried: true })
  try {
    await migrate(db)
    await db.connection().execute(async (one) => {
      await trustOwnRows(one)
      await fillUsers(one, size)
      await fillChats(one, size)
      await fillMembers(one, size)
      await fillMessages(one)
      await sql`reset session_replication_role`.execute(one)
      await sql`vacuum (analyze, freeze) users, sessions, chats, members, messages, mentions, reactions`.execute(one)
    })
    const { rows } = await sql<{ userId: string; chatId: string }>`
      select ${idOf('user', sql`1`)} as user_id, ${idOf('chat', sql`1`)} as chat_id
    `.execute(db)
    return rows[0]!
  } finally {
    await db.destroy()
  }
}

/** Foreign keys and counters are right by construction, and looking each of them up takes longer than all the rest. Only a superuser may. */
async function trustOwnRows(db: Database) {
  await sql`set session_replication_role = replica`.execute(db).catch(() => undefined)
}

/** A UUID (version 4) that follows from a number. */
function idOf(kind: string, number: ReturnType<typeof sql>) {
  return sql`overlay(overlay(md5(${sql.lit(kind)} || ${number}) placing '4' from 13) placing '8' from 17)::uuid`
}

async function fillUsers(db: Database, { users }: Size) {
  await sql`
    insert into users (id, username, display_name)
    select ${idOf('user', sql`number`)}, 'user' || number,
      (array['Ada', 'Bob', 'Eve', 'Grace', 'Linus', 'Mary', 'Noor', 'Olu', 'Rosa', 'Yuki'])[1 + number % 10] || ' ' ||
      initcap(translate(number::text, '0123456789', 'aeioubdgkm'))
    from generate_series(1, ${users}::integer) as number
  `.execute(db)
  await sql`
    insert into sessions (secret_hash, user_id, device, address, expires_at, ends_at)
    select sha256(id::text::bytea), id, 'Firefox on Linux', '127.0.0.1', now() + interval '30 days', now() + interval '1 year' from users
  `.execute(db)
}

/** Groups with as many messages as they will have. */
async function fillChats(db: Database, { messages, chats }: Size) {
  const deepest = chats === 1 ? messages : Math.floor(messages * shareOfDeepest)
  const others = Math.max(1, Math.floor((messages - deepest) / Math.max(1, chats - 1)))
  await sql`
    insert into chats (id, kind, title, created_by, created_at, version, last_number, said, last_message_at)
    select id, 'group', 'Chat ' || number, ${idOf('user', sql`1 + (number - 1) % ${sql.lit(mostChatsOfOne)}`)}, ${since}::timestamptz,
      count, count, count - 1, ${since}::timestamptz + count * interval '10 seconds'
    from (
      select number, ${idOf('chat', sql`number`)} as id, case number when 1 then ${deepest}::integer else ${others}::integer end as count
      from generate_series(1, ${chats}::integer) as number
    ) as planned
  `.execute(db)
}

/** The first half talks and has read everything; the others only read, and each is behind by a place of his own. */
async function fillMembers(db: Database, { chats, users, membersOfChat = 20 }: Size) {
  await sql`
    insert into members (chat_id, user_id, role, joined_at, joined_number, read_number, read_said)
    select chats.id, ${idOf('user', sql`place.of_user`)}, case place.seat when 0 then 'owner' else 'member' end, ${since}::timestamptz, 1,
      last_number - behind, last_number - behind - 1
    from (
      select distinct on (chat, of_user) chat, of_user, seat from (
        select chat, seat, case
          when seat = 0 and chat <= ${sql.lit(mostChatsOfOne)} then 1
          else 2 + (chat::bigint * 7919 + seat * 104729) % (${users}::integer - 1) end as of_user
        from generate_series(1, ${chats}::integer) as chat, generate_series(0, ${sql.lit(membersOfChat - 1)}) as seat
      ) as seats order by chat, of_user, seat
    ) as place
    join chats on chats.id = ${idOf('chat', sql`place.chat`)}
    cross join lateral (select case when seat < ${sql.lit(membersOfChat / 2)} then 0 else least(last_number - 1, seat * 3 + chat % 40) end as behind) as lag
  `.execute(db)
  await sql`
    update chats set member_count = counted.count, created_by = counted.owner
    from (
      select chat_id, count(*), (array_agg(user_id) filter (where role = 'owner'))[1] as owner from members group by chat_id
    ) as counted
    where counted.chat_id = chats.id
  `.execute(db)
}

/** In the order of the indexes, so that these grow at one end only. */
async function fillMessages(db: Database) {
  await sql`
    insert into messages (chat_id, number, id, version, said, sender_id, kind, text, event, created_at)
    select chats.id, number, ${idOf('message', sql`number`)}, number, number - 1,
      case number when 1 then talkers[1] else talkers[1 + number % cardinality(talkers)] end,
      case number when 1 then 'system' else 'text' end,
      case when number = 1 then '' when number % 50 = 0 then '@everybody: ' else '' end
        || case number when 1 then '' else 'This is message ' || number || repeat(' and so on', number % 20) end,
      case number when 1 then jsonb_build_object('type', 'created', 'title', title, 'userIds', everyone) end,
      ${since}::timestamptz + number * interval '10 seconds'
    from (select * from chats order by id) as chats
    cross join lateral (
      select array_agg(user_id order by role = 'owner' desc, user_id) filter (where read_number = last_number) as talkers, jsonb_agg(user_id) as everyone
      from members where members.chat_id = chats.id
    ) as present
    cross join lateral generate_series(1, last_number) as number
  `.execute(db)
  await sql`
    insert into mentions (chat_id, number, user_id)
    select members.chat_id, number, user_id from members
    join chats on chats.id = members.chat_id
    cross join lateral generate_series(50, last_number, 50) as number
    where read_number < last_number
  `.execute(db)
  await sql`
    insert into reactions (chat_id, number, emoji, user_id)
    select chats.id, number, (array['👍', '🎉', '❤️'])[1 + number % 3], members.user_id from chats
    join members on members.chat_id = chats.id and members.role = 'owner'
    cross join lateral generate_series(10, last_number, 40) as number
  `.execute(db)
}
