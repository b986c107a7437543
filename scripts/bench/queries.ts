import { type RawBuilder, sql } from 'kysely'
import { readChats } from '../../src/server/database/chats.ts'
import { connect, type Database } from '../../src/server/database/database.ts'
import { readPage } from '../../src/server/database/messages.ts'
import { spread } from './crowd/spread.ts'
import { fill } from './fill.ts'
import type { Bench } from './measure.ts'
import { scenarios } from './scenarios.ts'
import type { Sizes } from './sizes.ts'

type Question = { scenario: string; server: string; ask: () => Promise<unknown[]> }

const leastAsked = 5
const mostAsked = 100
const mostMs = 1000
const onePage = 50
const mostSkipped = 20_000

/**
 * E: what people ask of a database that has been used for years, by the product's own functions and in the ways that come to
 * mind first. The time of one connection that asks one thing after another, until the rows are here.
 */
export async function queries(bench: Bench) {
  const { sizes, rounds, postgres } = bench
  const url = await postgres.createDatabase('years', false)
  const { userId, chatId } = await fill(url, { messages: sizes.messages, chats: sizes.chats, users: sizes.deepUsers })
  const { db } = connect(url, console, { size: 1, isUnhurried: true })
  try {
    for (let round = 1; round <= rounds; round++) {
      for (const question of questionsOf(db, userId, chatId, sizes))
        bench.note({ scenario: question.scenario, server: question.server, round, values: await time(question) })
    }
  } finally {
    await db.destroy()
  }
}

async function time({ ask }: Question): Promise<Record<string, number>> {
  const { length: rows } = await ask()
  const took: number[] = []
  const startedAt = performance.now()
  for (let at = startedAt; took.length < mostAsked;) {
    await ask()
    const now = performance.now()
    took.push(now - at)
    at = now
    if (took.length >= leastAsked && now - startedAt > mostMs) break
  }
  const { p50, p99 } = spread(took)
  return { milliseconds: p50, p99, rows }
}

function questionsOf(db: Database, userId: string, chatId: string, sizes: Sizes): Question[] {
  const { messages } = sizes
  const names = scenarios(sizes)
  const offset = Math.min(mostSkipped, Math.floor(messages / 10))
  const page = (before?: number) => async () => (await readPage(db, chatId, { before }, onePage)).messages
  const rowsOf = (query: RawBuilder<unknown>) => async () => (await query.execute(db)).rows
  return [
    { scenario: names.newestPage, server: 'Parley', ask: page() },
    { scenario: names.newestPage, server: 'OFFSET 0', ask: rowsOf(pageByOffset(chatId, 0)) },
    { scenario: names.middlePage, server: 'Parley', ask: page(Math.floor(messages / 10)) },
    {
      scenario: names.middlePage,
      server: `OFFSET ${offset.toLocaleString('en')}`,
      ask: rowsOf(pageByOffset(chatId, offset)),
    },
    { scenario: names.firstPage, server: 'Parley', ask: page(onePage + 1) },
    { scenario: names.unread, server: 'Parley', ask: rowsOf(unreadByCounters(userId)) },
    { scenario: names.unread, server: 'COUNT', ask: rowsOf(unreadByCounting(userId)) },
    { scenario: names.list, server: 'Parley', ask: () => readChats(db, userId) },
    { scenario: names.list, server: 'one query a chat', ask: () => chatsOneByOne(db, userId) },
  ]
}

function pageByOffset(chatId: string, skipped: number) {
  return sql`
    select messages.*, users.username, users.display_name, users.avatar from messages join users on users.id = sender_id
    where chat_id = ${chatId} order by number desc limit ${onePage} offset ${skipped}`
}

/** What the list of chats does for this, alone. */
function unreadByCounters(userId: string) {
  return sql`
    select chat_id, greatest(0, chats.said - members.read_said) as unread from members join chats on chats.id = chat_id
    where user_id = ${userId}`
}

function unreadByCounting(userId: string) {
  return sql`
    select members.chat_id, count(messages.number) as unread from members
    left join messages on messages.chat_id = members.chat_id and messages.number > members.read_number and messages.kind = 'text'
    where members.user_id = ${userId} group by members.chat_id`
}

async function chatsOneByOne(db: Database, userId: string) {
  const { rows } = await sql<{ id: string; readNumber: number }>`
    select chats.*, members.read_number from members join chats on chats.id = chat_id where user_id = ${userId}`.execute(
    db,
  )
  const last: unknown[] = []
  for (const { id } of rows) {
    const found = await sql`
      select messages.*, users.username, users.display_name, users.avatar from messages join users on users.id = sender_id
      where chat_id = ${id} order by number desc limit 1`.execute(db)
    last.push(...found.rows)
  }
  return last
}
