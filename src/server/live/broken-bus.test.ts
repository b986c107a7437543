import { createHmac } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import superjson from 'superjson'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { createTestDatabase, type Person, startTestApp, type TestApp } from '../testing.ts'
import { hasNats, startNats } from '../testing-bus.ts'
import { busKeyOf, prefixOf } from './bus/key.ts'
import type { Note } from './notes.ts'

describe('who reaches the bus without the key', () => {
  let app: TestApp
  let ada: Person
  let bob: Person
  let chatId: string
  beforeAll(async () => {
    app = await startTestApp({ BUS_URL: 'postgres:' })
    ;[ada, bob] = await Promise.all([app.person('ada'), app.person('bob')])
    ;({ chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] }))
    while (!app.relay.isReady()) await sleep(20)
  })
  afterAll(() => app.stop())

  /** Under every subject; heard when the count of what was refused, or heard, has grown. */
  async function send(note: Note, key: Buffer) {
    const before = app.relay.count().heard
    const prefix = prefixOf(await busKeyOf(app.db))
    const text = superjson.stringify({ from: uuid(), count: 1, note })
    const subjects = ['all', ...Array.from({ length: 64 }, (_, shard) => String(shard))]
    for (const subject of subjects) {
      const seal = createHmac('sha256', key).update(`${subject}\n${text}`).digest('base64url')
      await sql`select pg_notify(${prefix + subject}, ${seal + text})`.execute(app.db)
    }
    for (let tries = 0; tries < 200 && app.relay.count().heard === before; tries++) await sleep(10)
    expect(app.relay.count().heard).toBeGreaterThan(before)
    await sleep(100)
  }

  test('puts words into nobody’s mouth, closes no socket, and brings nobody into a chat', async () => {
    const following = await bob.follow()
    const heard = following.news.length
    const [session] = await bob.auth.sessions()
    const stranger = await app.person('eve')
    const eves = await stranger.follow()
    const notes: Note[] = [
      { type: 'users', userIds: [bob.id], news: { type: 'typing', chatId, userId: ada.id } },
      { type: 'chats', chatIds: [chatId], news: { type: 'typing', chatId, userId: ada.id } },
      { type: 'sessions', sessionIds: [session!.id] },
      { type: 'joined', chatId, userIds: [stranger.id] },
      { type: 'changed', chatId, version: 1e9 },
      { type: 'changed', chatId, version: -1 },
    ]
    const refused = app.relay.count().refused
    for (const note of notes) await send(note, Buffer.from('a guess'))
    expect(app.relay.count().refused).toBeGreaterThan(refused)
    expect({
      news: following.news.slice(heard).filter(({ type }) => type !== 'presence'),
      closes: following.closes,
    }).toEqual({
      news: [],
      closes: [],
    })
    expect(eves.messages(chatId)).toEqual([])
    await eves.stop()
  })

  test('and even with the key a note of a chat or of members only makes the process look', async () => {
    const following = await bob.follow()
    const stranger = await app.person('eve')
    const eves = await stranger.follow()
    const key = await busKeyOf(app.db)
    await send({ type: 'joined', chatId, userIds: [stranger.id] }, key)
    await send({ type: 'changed', chatId, version: 1e9 }, key)
    await send({ type: 'changed', chatId, version: -1 }, key)
    await ada.say(chatId, 'hello')
    await following.until(() => following.messages(chatId).length === 1)
    expect(following.messages(chatId).map(({ text }) => text)).toEqual(['hello'])
    expect(eves.news.filter((news) => news.type === 'chat' || news.type === 'message')).toEqual([])
  })

  test('cannot make a process stumble', async () => {
    const prefix = prefixOf(await busKeyOf(app.db))
    for (const text of ['', 'x', '{}', '~', '~a~0~2~x', '\n\n', 'a'.repeat(7000)])
      await sql`select pg_notify(${`${prefix}all`}, ${text})`.execute(app.db)
    await ada.say(chatId, 'still here')
    expect((await fetch(`${app.url}/ready`)).status).toBe(200)
  })
})

describe.skipIf(!hasNats)('two processes whose NATS server', () => {
  let broker: Awaited<ReturnType<typeof startNats>>
  let here: TestApp
  let there: TestApp
  let ada: Person
  let bob: Person
  let chatId: string
  beforeAll(async () => {
    broker = await startNats()
    const databaseUrl = await createTestDatabase()
    ;[here, there] = await Promise.all(
      [1, 2].map(() => startTestApp({ BUS_URL: broker.url }, databaseUrl)) as [Promise<TestApp>, Promise<TestApp>],
    )
    ;[ada, bob] = [await here.person('ada'), await there.person('bob')]
    ;({ chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] }))
    await bothReady()
  })
  afterAll(async () => {
    await Promise.all([here.stop(), there.stop()])
    await broker.kill()
  })

  async function bothReady() {
    for (let tries = 0; tries < 1000 && !(here.relay.isReady() && there.relay.isReady()); tries++) await sleep(20)
    expect([here.relay.isReady(), there.relay.isReady()]).toEqual([true, true])
  }

  /** Everything that was acknowledged is heard, once and in order. */
  async function talk(name: string) {
    const following = await bob.follow()
    const slowest = { ms: 0 }
    const texts = Array.from({ length: 20 }, (_, index) => `${name} ${index}`)
    for (const text of texts) {
      const since = performance.now()
      await ada.say(chatId, text)
      slowest.ms = Math.max(slowest.ms, performance.now() - since)
    }
    await following.until(() => following.messages(chatId).at(-1)?.text === texts.at(-1))
    expect(following.messages(chatId).map(({ text }) => text)).toEqual(texts)
    await following.stop()
    return slowest.ms
  }

  test('is killed, and started again', { timeout: 60_000 }, async () => {
    await talk('before')
    await broker.kill()
    await talk('without')
    for (let tries = 0; tries < 200 && here.relay.isReady(); tries++) await sleep(20)
    const without = await fetch(`${here.url}/ready`)
    expect({ status: without.status, body: await without.json() }).toEqual({
      status: 200,
      body: { status: 'ready', bus: 'away' },
    })
    await broker.start()
    await bothReady()
    expect(await (await fetch(`${here.url}/ready`)).json()).toEqual({ status: 'ready' })
    await talk('again')
  })

  test(
    'is not there yet: a process that starts is ready when it has waited for a while',
    { timeout: 60_000 },
    async () => {
      await broker.kill()
      const late = await startTestApp({ BUS_URL: broker.url }, here.databaseUrl)
      const statusOf = async () => (await fetch(`${late.url}/ready`)).json()
      expect(await statusOf()).toEqual({ status: 'not ready', fault: 'bus' })
      await expect.poll(statusOf, { timeout: 15_000 }).toEqual({ status: 'ready', bus: 'away' })
      await broker.start()
      await expect.poll(statusOf, { timeout: 15_000 }).toEqual({ status: 'ready' })
      await late.stop()
      await bothReady()
    },
  )

  test('is frozen: no send waits for it, and everything is heard all the same', { timeout: 60_000 }, async () => {
    broker.freeze()
    try {
      expect(await talk('frozen')).toBeLessThan(2000)
    } finally {
      broker.thaw()
    }
    await bothReady()
    await talk('thawed')
  })

  test('is away: a session that ends is found to have ended by the look at all sessions', async () => {
    const eve = await there.person('eve')
    const following = await here.through(eve).follow()
    await broker.kill()
    for (let tries = 0; tries < 500 && there.relay.isReady(); tries++) await sleep(20)
    await eve.auth.logout()
    expect(following.closes).toEqual([])
    await broker.start()
    await following.until(() => following.closes.length > 0, 'that the session has ended', 10_000)
    expect(following.closes).toEqual([{ code: 4401 }])
  })
})
