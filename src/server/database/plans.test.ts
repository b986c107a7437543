import pg from 'pg'
import { v7 as uuid } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fill, mostChatsOfOne } from '../../../scripts/bench/fill.ts'
import { apiAt, createTestDatabase, startTestApp, type TestApp } from '../testing.ts'

type Node = {
  'Node Type': string
  'Relation Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  'Rows Removed by Index Recheck'?: number
  Plans?: Node[]
}
type Plan = { statement: string; root: Node }

const grows = new Set(['messages', 'members', 'chats', 'users', 'sessions', 'mentions', 'reactions'])
const size = { messages: 200_000, chats: 20_000, users: 20_000, membersOfChat: 6 }

let app: TestApp
let ada: ReturnType<typeof apiAt>
let userId: string
let chatId: string
let plans: Plan[] = []
const emit = pg.Client.prototype.emit

beforeAll(async () => {
  const databaseUrl = await createTestDatabase()
  ;({ userId, chatId } = await fill(databaseUrl, size))
  await tellPlans(databaseUrl)
  app = await startTestApp({}, databaseUrl)
  const { secret } = await app.sessions.start(userId, { device: undefined, address: '127.0.0.1' })
  ada = apiAt(app.url, { authorization: `Bearer ${secret}` })
  // Six times: what a connection was asked five times may get another plan, for whatever values.
  for (let time = 0; time < 6; time++) await ada.auth.me()
}, 60_000)
afterAll(async () => {
  pg.Client.prototype.emit = emit
  await app.stop()
})

test('a page is read by its numbers, at any depth', async () => {
  const { lastNumber } = await ada.chats.get({ chatId })
  const places = [{}, { before: 30_000 }, { after: 10 }, { around: 20_000 }, { before: lastNumber }]
  for (const place of places) {
    const page = await plansOf(() => ada.messages.list({ chatId, limit: 50, ...place }))
    expect(page.scans).toEqual([])
    expect(page.rowsRead).toBeLessThan(50 * 6)
  }
})

test('what changed after a version is read by its versions', async () => {
  const { version } = await ada.chats.get({ chatId })
  const changes = await plansOf(() => ada.messages.changes({ chatId, after: version - 40 }))
  expect(changes.scans).toEqual([])
  expect(changes.rowsRead).toBeLessThan(40 * 6)
})

test('the list of 200 chats, with last messages, unread counts and mentions, reads a few rows for each', async () => {
  const list = await plansOf(() => ada.chats.list())
  expect(list.answer).toHaveLength(mostChatsOfOne)
  expect(list.scans).toEqual([])
  expect(list.rowsRead).toBeLessThan(mostChatsOfOne * 8)
})

test('members of a group are read for that group', async () => {
  const chat = await plansOf(() => ada.chats.get({ chatId }))
  expect(chat.answer.members.length).toBeGreaterThan(4)
  expect(chat.scans).toEqual([])
  expect(chat.rowsRead).toBeLessThan(200)
})

test('people are found by any part of a name, whether few or many have it', async () => {
  for (const text of ['', 'ada', 'user1234', 'aeiou', 'a', 'nobody has this']) {
    const found = await plansOf(() => ada.users.search({ text }))
    expect({ text, scans: found.scans }).toEqual({ text, scans: [] })
    expect(found.rowsRead).toBeLessThan(3000)
  }
})

test('a session and its user are looked up', async () => {
  const session = await plansOf(() => ada.auth.me())
  expect(session.statements.join()).toContain('secret_hash')
  expect(session.scans).toEqual([])
  expect(session.rowsRead).toBeLessThan(20)
})

test('heads are read for the chats of who follows, and compared for the chats that are followed', async () => {
  const bob = await app.person('bob')
  const some = (await ada.chats.list()).slice(0, 10).map(({ id }) => id)
  await app.db
    .insertInto('members')
    .values(some.map((chatId) => ({ chatId, userId: bob.id })))
    .execute()
  const heads = await plansOf(() => bob.follow())
  expect(heads.answer.news[0]).toMatchObject({ type: 'heads', chats: { [some[0]!]: expect.any(Number) } })
  expect(heads.scans).toEqual([])
  // Who may see that he came is asked meanwhile: the members of each chat, a few rows for each.
  expect(heads.rowsRead).toBeLessThan(some.length * size.membersOfChat * 10)
  const compared = await plansOf(() => app.hub.compare())
  expect(compared.statements.join()).toContain('joined_at')
  expect(compared.scans).toEqual([])
  expect(compared.rowsRead).toBeLessThan(some.length * 50)
  await heads.answer.stop()
})

test('sending, editing, reacting and deleting touch a few rows', async () => {
  const ids = Array.from({ length: 60 }, () => uuid())
  const sent = await plansOf(() =>
    Promise.all(ids.map((id) => ada.messages.send({ id, chatId, text: '@user12 hello' }))),
  )
  expect(sent.statements.join()).toContain('with given as')
  expect(sent.scans).toEqual([])
  const [id = ''] = ids
  const changes = await plansOf(async () => {
    await ada.messages.edit({ chatId, id, text: '@user13 hello' })
    await ada.messages.react({ chatId, id, emoji: '👍', on: true })
    await ada.messages.remove({ chatId, id })
  })
  expect(changes.scans).toEqual([])
  expect(changes.rowsRead).toBeLessThan(400)
})

test('a mark that is set back, however far, looks for own words in the newest thousand messages and no more', async () => {
  const { lastNumber } = await ada.chats.get({ chatId })
  const marks = await plansOf(async () => {
    await ada.chats.unread({ chatId, number: 20_000 })
    await ada.chats.read({ chatId, number: 20_100 })
  })
  expect(marks.statements.join()).toContain('mark_read')
  expect(marks.scans).toEqual([])
  expect(marks.rowsRead).toBeLessThan(5000)
  await ada.chats.read({ chatId, number: lastNumber })
})

/** From now on PostgreSQL tells its clients how it did every statement, also those inside of functions. */
async function tellPlans(databaseUrl: string) {
  const admin = new pg.Client(databaseUrl)
  await admin.connect()
  const name = new URL(databaseUrl).pathname.slice(1)
  const settings = {
    session_preload_libraries: 'auto_explain',
    'auto_explain.log_min_duration': '0',
    'auto_explain.log_analyze': 'on',
    'auto_explain.log_timing': 'off',
    'auto_explain.log_nested_statements': 'on',
    'auto_explain.log_format': 'json',
    client_min_messages: 'log',
  }
  await admin.query("load 'auto_explain'")
  for (const [setting, to] of Object.entries(settings))
    await admin.query(`alter database ${name} set ${setting} = '${to}'`)
  await admin.end()
  pg.Client.prototype.emit = function hear(this: pg.Client, event: string | symbol, ...rest: unknown[]) {
    const { message = '' } = event === 'notice' ? (rest[0] as { message?: string }) : {}
    const at = message.indexOf('{')
    // Who is online is asked every few seconds, by nobody's call.
    if (message.startsWith('duration:') && at > 0 && !message.includes('presences')) {
      const told = JSON.parse(message.slice(at)) as { 'Query Text': string; Plan: Node }
      plans.push({ statement: told['Query Text'], root: told.Plan })
    }
    return emit.call(this, event, ...rest)
  }
}

/** What the product asked meanwhile: tables that were read whole, and how many rows were looked at for all of it. */
async function plansOf<Answer>(call: () => Promise<Answer>) {
  plans = []
  const answer = await call()
  const nodes = plans.flatMap(({ statement, root }) => allOf(root).map((node) => ({ statement, node })))
  const scans = nodes.filter(({ node }) => node['Node Type'] === 'Seq Scan' && grows.has(node['Relation Name'] ?? ''))
  return {
    answer,
    statements: plans.map(({ statement }) => statement),
    scans: scans.map(({ statement, node }) => `${node['Relation Name']}: ${statement}`),
    rowsRead: nodes.reduce((sum, { node }) => sum + rowsOf(node), 0),
  }
}

function allOf(node: Node): Node[] {
  return [node, ...(node.Plans ?? []).flatMap(allOf)]
}

function rowsOf(node: Node): number {
  if (node['Relation Name'] === undefined && node['Node Type'] !== 'Bitmap Index Scan') return 0
  const passed =
    node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)
  return passed * node['Actual Loops']
}
