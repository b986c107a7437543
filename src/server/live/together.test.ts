import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { createTestDatabase, type Person, startTestApp, type TestApp } from '../testing.ts'
import { hasNats, startNats } from '../testing-bus.ts'
import type { News } from './news.ts'

/** So long that no comparison helps: what is heard came over the bus. */
const never = 3_600_000
type Following = Awaited<ReturnType<Person['follow']>>
type Broker = Awaited<ReturnType<typeof startNats>>

const onPostgres = { name: 'PostgreSQL', open: async () => ({ url: 'postgres:', kill: async () => undefined }) }
const onNats = { name: 'NATS', open: (): Promise<Pick<Broker, 'url' | 'kill'>> => startNats() }

describe.for(hasNats ? [onPostgres, onNats] : [onPostgres])('three processes over $name', ({ open }) => {
  let bus: Pick<Broker, 'url' | 'kill'>
  let databaseUrl: string
  let apps: TestApp[]
  let ada: Person
  let bob: Person
  let eve: Person
  beforeAll(async () => {
    bus = await open()
    databaseUrl = await createTestDatabase()
    apps = await Promise.all([1, 2, 3].map(startOne))
    await soon(() => apps.every(({ relay }) => relay.isReady()))
  })
  beforeEach(async () => {
    ada = await apps[0]!.person('ada')
    bob = await apps[1]!.person('bob')
    eve = await apps[2]!.person('eve')
  })
  afterAll(async () => {
    await Promise.all(apps.map((app) => app.stop()))
    await bus.kill()
  })

  /** Every process knows it a moment after they follow. */
  async function areOnline(...people: Person[]) {
    for (;;) {
      const { users } = await eve.users.online()
      if (people.every((person) => users.some(({ id }) => id === person.id))) return
      await sleep(20)
    }
  }

  const startOne = () => startTestApp({ BUS_URL: bus.url }, databaseUrl, undefined, { compareMs: never })
  const through = (app: TestApp | undefined, who: Person) => app!.through(who)

  test('what ada says through one is heard by bob and eve at the others, before any comparison', async () => {
    const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id, eve.id] })
    const all = await Promise.all([ada.follow(), bob.follow(), eve.follow()])
    await settled(apps)
    const texts = Array.from({ length: 50 }, (_, index) => `word ${index}`)
    for (const text of texts) await ada.say(chatId, text)
    const { id } = await bob.say(chatId, 'from bob')
    await through(apps[2], bob).messages.edit({ chatId, id, text: 'from bob, mended' })
    for (const following of all) {
      await following.until(() => following.messages(chatId).at(-1)?.text === 'from bob, mended')
      const numbers = new Set(following.messages(chatId).map(({ number }) => number))
      expect([...numbers]).toEqual(Array.from({ length: 51 }, (_, index) => index + 2))
    }
  })

  test('who is added through another process follows at once; who is removed hears nothing more', async () => {
    const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
    const [bobs, eves] = await Promise.all([bob.follow(), eve.follow()])
    await settled(apps)
    await ada.groups.add({ chatId, userIds: [eve.id] })
    await eves.until(() => eves.news.some((news) => news.type === 'chat' && news.chatId === chatId && !news.isGone))
    await settled(apps)
    await ada.say(chatId, 'welcome')
    await eves.until(() => eves.messages(chatId).some(({ text }) => text === 'welcome'))
    await ada.groups.remove({ chatId, userId: eve.id })
    await ada.say(chatId, 'she is gone')
    await eves.until(() => isGone(eves, chatId))
    await bobs.until(() => bobs.messages(chatId).some(({ text }) => text === 'she is gone'))
    expect(eves.messages(chatId).map(({ text }) => text)).toEqual(['welcome'])
  })

  test('a new direct chat, a new group, and a deleted one are heard of at the other processes', async () => {
    const [bobs, eves] = await Promise.all([bob.follow(), eve.follow()])
    await settled(apps)
    const direct = await ada.chats.openDirect({ userId: bob.id })
    const group = await ada.groups.create({ title: 'Engines', userIds: [bob.id, eve.id] })
    const heard = (following: Following, chatId: string, gone: boolean) =>
      following.news.some((news) => news.type === 'chat' && news.chatId === chatId && news.isGone === gone)
    await bobs.until(() => heard(bobs, direct.chatId, false) && heard(bobs, group.chatId, false))
    await eves.until(() => heard(eves, group.chatId, false))
    expect(heard(eves, direct.chatId, false)).toBe(false)
    await settled(apps)
    await ada.groups.delete({ chatId: group.chatId })
    for (const following of [bobs, eves]) await following.until(() => heard(following, group.chatId, true))
  })

  test('a session that ends closes its sockets in every process, before any look at all sessions', async () => {
    const elsewhere = await through(apps[1], ada).follow()
    await through(apps[2], ada).auth.logout()
    await elsewhere.until(() => elsewhere.closes.length > 0)
    expect(elsewhere.closes).toEqual([{ code: 4401 }])
  })

  test('who is disabled is put out everywhere at once', async () => {
    const following = await through(apps[2], bob).follow()
    const admin = await anAdmin(apps[0]!)
    await admin.admin.disable({ userId: bob.id })
    await following.until(() => following.closes.length > 0)
    expect(following.closes).toEqual([{ code: 4401 }])
  })

  test('typing, marks and a new name are heard at the other processes, by those whom they concern', async () => {
    const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
    const [bobs, eves] = await Promise.all([bob.follow(), eve.follow()])
    await settled(apps)
    await ada.live.typing({ chatId })
    await ada.users.update({ displayName: 'Ada Lovelace' })
    const { number } = await bob.say(chatId, 'hello')
    await through(apps[2], ada).chats.read({ chatId, number })
    const kinds = (following: Following) => new Set(following.news.map(({ type }) => type))
    await bobs.until(() => ['typing', 'person', 'read'].every((type) => kinds(bobs).has(type as News['type'])))
    expect(['typing', 'person', 'read'].filter((type) => kinds(eves).has(type as News['type']))).toEqual([])
  })

  test('who comes is seen in another process that looks at nothing by itself', async () => {
    const deaf = { compareMs: never, lookMs: never }
    const other = await startTestApp({ BUS_URL: bus.url }, databaseUrl, undefined, deaf)
    await soon(() => other.relay.isReady())
    await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
    const following = await other.through(ada).follow()
    await settled([other])
    await bob.follow()
    await following.until(() => believes(following, bob) === true)
    await other.stop()
  })

  test('who comes and goes in one process is seen in the others', async () => {
    await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
    const following = await ada.follow()
    await settled(apps)
    const bobs = await bob.follow()
    await following.until(() => believes(following, bob) === true)
    await bobs.stop()
    await following.until(() => believes(following, bob) === false, 'that bob is gone', 20_000)
  })

  test('ada and bob whisper through any process, and nothing is stored', async () => {
    const [adas, bobs, eves] = await Promise.all([ada.follow(), bob.follow(), eve.follow()])
    await areOnline(ada, bob)
    const starts = await Promise.all([
      through(apps[2], ada).whispers.start({ userId: bob.id }),
      through(apps[0], bob).whispers.start({ userId: ada.id }),
    ])
    const whisperId = starts[0].whisperId
    expect(starts[1]).toEqual({ whisperId })
    for (const [index, app] of apps.entries()) {
      await through(app, ada).whispers.say({ whisperId, text: `xyzzy from ada ${index}` })
      await through(app, bob).whispers.say({ whisperId, text: `xyzzy from bob ${index}` })
    }
    for (const following of [adas, bobs]) {
      await following.until(() => said(following).size === 6)
      expect(following.messages('')).toEqual([])
    }
    const found = await sql<{
      count: number
    }>`select count(*)::integer as count from messages where text like '%xyzzy%'`.execute(apps[0]!.db)
    expect(found.rows).toEqual([{ count: 0 }])
    await expect(through(apps[1], eve).whispers.say({ whisperId, text: 'hello' })).rejects.toMatchObject({
      data: { reason: 'WHISPER_ENDED' },
    })
    await through(apps[2], bob).whispers.end({ whisperId })
    for (const following of [adas, bobs]) await following.until(() => ended(following) === 'ended')
    await soon(() => apps.every((app) => app.whispers.of(ada.id).length === 0))
    expect(eves.news.filter(({ type }) => type === 'whisper' || type === 'ended')).toEqual([])
  })

  test('a process that starts later knows of the whispers that go on, and of those that have ended', async () => {
    await Promise.all([ada.follow(), bob.follow()])
    await areOnline(ada, bob)
    const { whisperId } = await ada.whispers.start({ userId: bob.id })
    const late = await startOne()
    await soon(() => late.whispers.of(bob.id).length === 1)
    expect((await through(late, bob).whispers.list()).whispers).toMatchObject([{ whisperId, peer: { id: ada.id } }])
    await through(late, bob).whispers.say({ whisperId, text: 'hello' })
    await through(late, ada).whispers.end({ whisperId })
    await soon(() => apps.every((app) => app.whispers.of(ada.id).length === 0))
    await late.stop()
  })

  test('who leaves one process leaves the whisper, and the other side hears it', async () => {
    const [adas, bobs] = [await ada.follow(), await bob.follow()]
    await areOnline(ada, bob)
    const { whisperId } = await ada.whispers.start({ userId: bob.id })
    await bobs.stop()
    await adas.until(() => ended(adas) === 'left', 'that bob left', 12_000)
    await expect(ada.whispers.say({ whisperId, text: 'hello?' })).rejects.toMatchObject({
      data: { reason: 'WHISPER_ENDED' },
    })
  })

  test('who followed a process that died is offline when its rows have expired, and the other side hears that he left', async () => {
    await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
    const adas = await ada.follow()
    await bob.follow()
    await areOnline(ada, bob)
    const { whisperId } = await ada.whispers.start({ userId: bob.id })
    await adas.until(() => believes(adas, bob) === true)
    // A row that no process keeps alive any more.
    const expired = sql`update presences set connection_id = gen_random_uuid(), expires_at = now() - interval '1 second'
      where user_id = ${bob.id}`
    await expired.execute(apps[0]!.db)
    await adas.until(() => believes(adas, bob) === false && ended(adas) === 'left', 'that bob is gone', 10_000)
    expect(adas.news.findLast((news) => news.type === 'ended')).toMatchObject({ whisperId })
  })

  test('nobody is whispered to who is online nowhere', async () => {
    await ada.follow()
    await expect(through(apps[1], ada).whispers.start({ userId: eve.id })).rejects.toMatchObject({
      data: { reason: 'PEER_OFFLINE' },
    })
  })

  test('the same id, fifty times at once through all processes, is one message', async () => {
    const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
    const id = uuid()
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        through(apps[index % 3], ada).messages.send({ chatId, id, text: 'once' }),
      ),
    )
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    const { messages } = await bob.messages.list({ chatId })
    expect(messages.filter(({ text }) => text === 'once')).toHaveLength(1)
  })

  test('limits hold for all processes together', async () => {
    const strict = await Promise.all(
      [1, 2].map(() => startTestApp({ BUS_URL: bus.url, LIMIT_FACTOR: '0.04' }, databaseUrl)),
    )
    const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [] })
    const refusals = async (app: TestApp | undefined, times: number) => {
      let refused = 0
      for (let time = 0; time < times; time++) {
        const call = through(app, ada).messages.react({ chatId, id: uuid(), emoji: '👍', on: true })
        refused += await call.then(
          () => 0,
          (error: unknown) => Number(JSON.stringify(error).includes('TOO_MANY_REQUESTS')),
        )
      }
      return refused
    }
    expect(await refusals(strict[0], 22)).toBeGreaterThan(0)
    expect(await refusals(strict[1], 15), 'the other process knows what the first has let through').toBeGreaterThan(5)
    await Promise.all(strict.map((app) => app.stop()))
  })
})

/** A bus that listens to a chat for the first time needs a moment until the other end knows. */
async function settled(apps: TestApp[]) {
  await Promise.all(apps.map((app) => app.hub.compare()))
  await sleep(100)
}

async function soon(isTrue: () => boolean) {
  for (let time = 0; time < 200 && !isTrue(); time++) await sleep(25)
  expect(isTrue()).toBe(true)
}

async function anAdmin(app: TestApp): Promise<Person> {
  const admin = await app.person('admin')
  await app.db.updateTable('users').set({ isAdmin: true }).where('id', '=', admin.id).execute()
  return admin
}

const isGone = (following: Following, chatId: string) =>
  following.news.some((news) => news.type === 'chat' && news.chatId === chatId && news.isGone)
const said = (following: Following) =>
  new Set(following.news.flatMap((news) => (news.type === 'whisper' && news.said ? [news.said.text] : [])))
const ended = (following: Following) =>
  following.news.flatMap((news) => (news.type === 'ended' ? [news.why] : [])).at(-1)
const believes = (following: Following, who: Person) =>
  following.news.flatMap((news) => (news.type === 'presence' ? news.users : [])).findLast(({ id }) => id === who.id)
    ?.isOnline
