import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, type Database } from '../src/server/database/database.ts'
import { apiAt, createTestDatabase, startTestApp, type TestApp } from '../src/server/testing.ts'
import { storeWorld } from './seed/storage.ts'
import { inventWorld } from './seed/world.ts'
import { brokenRules } from './testing.ts'

const wish = { users: 30, groups: 6, messages: 3000, seed: 7, until: new Date('2026-03-01T12:00Z') }
const password = 'the same for all'

let app: TestApp
let databaseUrl: string
let other: Database

beforeAll(async () => {
  app = await startTestApp()
  databaseUrl = await createTestDatabase()
  other = connect(databaseUrl, { warn: () => undefined }).db
  await storeWorld(app.db, inventWorld(wish), password)
})
afterAll(async () => {
  await other.destroy()
  await app.stop()
})

test('the same seed makes the same rows', async () => {
  await storeWorld(other, inventWorld(wish), password)
  for (const table of ['users', 'chats', 'members', 'messages', 'reactions', 'mentions'] as const) {
    const rows = await rowsOf(app.db, table)
    expect(rows.length).toBeGreaterThan(5)
    expect(await rowsOf(other, table)).toEqual(rows)
  }
})

test('the same seed at another time is the same world, later', () => {
  const hourMs = 3_600_000
  const earlier = inventWorld(wish)
  const later = inventWorld({ ...wish, until: new Date(wish.until.getTime() + 5 * hourMs) })
  const told = ({ chats }: typeof earlier, shift: number) =>
    chats.flatMap(({ transcript }) =>
      transcript.messages.map(({ text, createdAt }) => `${createdAt.getTime() - shift} ${text}`),
    )
  expect(told(later, 5 * hourMs)).toEqual(told(earlier, 0))
})

test('what was invented keeps every rule of what is real', async () => {
  expect(await brokenRules(app.db)).toEqual([])
})

test('the talk looks like talk: groups and pairs, answers, changes, marks behind, many tongues', async () => {
  const found = await app.db
    .selectFrom('messages')
    .select([
      count("kind = 'text'").as('texts'),
      count('reply_to is not null').as('answers'),
      count('edited_at is not null').as('edited'),
      count('deleted_at is not null').as('deleted'),
      count("text like e'%\\n%'").as('inLines'),
      count("text like '%```%'").as('code'),
      count("text ~ 'https?://'").as('addresses'),
      count("text ~ '[а-яぁ-ん一-龥א-תα-ω가-힣ء-ي]'").as('inOtherScripts'),
      count("created_at > '2026-03-01T12:00Z'").as('inTheFuture'),
    ])
    .executeTakeFirstOrThrow()
  const { texts, inTheFuture, ...some } = found
  expect({ texts, inTheFuture }).toEqual({ texts: wish.messages, inTheFuture: 0 })
  expect(Object.entries(some).filter(([, number]) => number <= 5)).toEqual([])

  const unread = await app.db
    .selectFrom('members')
    .innerJoin('chats', 'chats.id', 'members.chatId')
    .whereRef('readSaid', '<', 'chats.said')
    .select(['chats.kind'])
    .execute()
  expect(new Set(unread.map(({ kind }) => kind))).toEqual(new Set(['group', 'direct']))
})

test('the people can sign in, and see their chats as the app shows them', async () => {
  const { people } = inventWorld(wish)
  const { token } = await apiAt(app.url).auth.login({ username: people[0]?.username ?? '', password, as: 'token' })
  const api = apiAt(app.url, { authorization: `Bearer ${token}` })
  const chats = await api.chats.list()
  expect(chats.map(({ title }) => title)).toContain('Everybody')
  const near = chats.filter(({ lastNumber, readNumber }) => lastNumber - readNumber <= 100)
  const counted = near.map(async ({ id, readNumber }) => {
    const { messages } = await api.messages.list({ chatId: id, after: readNumber, limit: 100 })
    return messages.filter(({ kind }) => kind === 'text').length
  })
  expect(await Promise.all(counted)).toEqual(near.map(({ unread }) => unread))
})

test('the operator seeds once, adds with another seed, and never by accident to a real database', async () => {
  const few = ['--users', '4', '--groups', '1', '--messages', '20']
  expect(await seed('--seed', '8', ...few)).toMatch(/^4 users, .* in [\d.]+ s\.\nSign in as /)
  await expect(seed('--seed', '8', ...few)).rejects.toThrow('These people are here already')
  await seed('--seed', '9', ...few)
  await expect(seed('--seed', 'x', '--users', '1')).rejects.toThrow(/--users: .*\n--seed: /)
  await expect(command(['--seed', '10', ...few], { NODE_ENV: 'production' })).rejects.toThrow('--force')
  await expect(command(['--seed', '10', ...few], { DATABASE_URL: 'postgres://db.example.com/chat' })).rejects.toThrow(
    '--force',
  )
  expect(await brokenRules(other)).toEqual([])
})

function count(condition: string) {
  return sql<number>`count(*) filter (where ${sql.raw(condition)})::int`
}

/** All of a table but what differs by nature: the salt of passwords. */
async function rowsOf(db: Database, table: 'users' | 'chats' | 'members' | 'messages' | 'reactions' | 'mentions') {
  const { rows } = await sql<{ row: string }>`
    select to_jsonb(${sql.table(table)}) - 'password_hash' as row from ${sql.table(table)} order by 1
  `.execute(db)
  return rows
}

function seed(...words: string[]) {
  return command(words, {})
}

async function command(words: string[], environment: NodeJS.ProcessEnv) {
  const env = { ...process.env, DATABASE_URL: databaseUrl, NODE_ENV: 'test', ...environment }
  const { stdout } = await promisify(execFile)('node_modules/.bin/tsx', ['scripts/seed.ts', ...words], { env })
  return stdout
}
