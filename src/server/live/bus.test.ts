import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { connect } from '../database/database.ts'
import { createTestDatabase } from '../testing.ts'
import { hasNats, startNats, startWire } from '../testing-bus.ts'
import { type Bus, openBus } from './bus.ts'
import { readNatsUrl } from './bus/nats.ts'
import { createUnpacker, pack } from './bus/packets.ts'

const quiet = { warn: () => undefined, info: () => undefined }
let databaseUrl: string
let broker: Awaited<ReturnType<typeof startNats>>
const open: Bus[] = []
beforeAll(async () => {
  databaseUrl = await createTestDatabase()
  if (hasNats) broker = await startNats()
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((bus) => bus.stop()))
})
afterAll(() => broker?.kill())

async function opened(url: string, prefix = 'parley_') {
  const bus = openBus(url, { databaseUrl, prefix, log: quiet })
  const notes: string[] = []
  const trials = new Set<string>()
  let times = 0
  bus.whenHeard((_, note) => void (note.startsWith('#') ? trials.add(note) : notes.push(note)))
  bus.whenOpened(() => void times++)
  open.push(bus)
  await until(() => bus.isReady(), 'the bus is open')
  return {
    ...bus,
    publish: (subject: string, note: string, key?: string) => bus.publish(subject, () => note, key),
    notes,
    trials,
    timesOpened: () => times,
  }
}

type Opened = Awaited<ReturnType<typeof opened>>

async function until(isTrue: () => boolean, what: string, ms = 20_000) {
  const deadline = Date.now() + ms
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error(`Never: ${what}`)
    await sleep(10)
  }
}

/** What a bus listens to is known to the other end a moment later. */
async function hears(from: Opened, to: { trials: Set<string> }, subject: string) {
  const trial = `#${randomBytes(6).toString('hex')}`
  await until(() => {
    from.publish(subject, trial, trial)
    return to.trials.has(trial)
  }, 'it hears')
}

const kinds = [
  { name: 'PostgreSQL', url: () => 'postgres:', isHere: true },
  { name: 'NATS', url: () => broker.url, isHere: hasNats },
]

describe.for(kinds)('over $name', ({ url, isHere }) => {
  test.skipIf(!isHere)('what one process says is heard by all that listen, and not by itself', async () => {
    const [one, two, three, deaf] = await Promise.all([opened(url()), opened(url()), opened(url()), opened(url())])
    for (const bus of [one, two, three]) bus.listen('a')
    deaf.listen('b')
    await hears(one, two, 'a')
    await hears(one, three, 'a')
    one.publish('a', 'hello')
    one.publish('b', 'for others')
    await until(() => two.notes.length > 0 && three.notes.length > 0 && deaf.notes.length > 0, 'all heard it')
    expect([one.notes, two.notes, three.notes, deaf.notes]).toEqual([[], ['hello'], ['hello'], ['for others']])
  })

  test.skipIf(!isHere)('who no longer listens hears nothing', async () => {
    const [one, two] = await Promise.all([opened(url()), opened(url())])
    two.listen('a')
    two.listen('b')
    await hears(one, two, 'a')
    two.unlisten('a')
    let round = 0
    const isDeaf = async () => {
      const [a, b] = [`#a${++round}`, `#b${round}`]
      one.publish('a', a)
      one.publish('b', b)
      await until(() => two.trials.has(b), 'b is heard')
      return !two.trials.has(a)
    }
    while (!(await isDeaf())) expect(round).toBeLessThan(50)
    expect(await isDeaf()).toBe(true)
  })

  test.skipIf(!isHere)('a note of any length, in any script, comes whole', async () => {
    const [one, two] = await Promise.all([opened(url()), opened(url())])
    two.listen('a')
    await hears(one, two, 'a')
    const notes = [1, 1000, 1316, 1317, 20_000, 200_000].map((times) => '𝕆ß'.repeat(times))
    for (const note of notes) one.publish('a', note)
    await until(() => two.notes.length === notes.length, 'all came')
    expect(notes.filter((note) => !two.notes.includes(note)).map(({ length }) => length)).toEqual([])
  })

  test.skipIf(!isHere)(
    'a burst comes whole, and a later note takes the place of one that waits under its key',
    async () => {
      const [one, two] = await Promise.all([opened(url()), opened(url())])
      two.listen('a')
      await hears(one, two, 'a')
      const notes = Array.from({ length: 5000 }, (_, index) => `note ${index}`)
      for (const note of notes) one.publish('a', note)
      for (let version = 1; version <= 1000; version++) one.publish('a', `version ${version}`, 'chat')
      await until(() => two.notes.includes('version 1000'), 'the last came')
      expect(two.notes).toEqual([...notes, 'version 1000'])
    },
  )

  test.skipIf(!isHere)('installations that share a broker do not hear one another', async () => {
    const [one, two, other] = await Promise.all([opened(url()), opened(url()), opened(url(), 'other_')])
    two.listen('a')
    other.listen('a')
    await hears(one, two, 'a')
    expect(other.notes).toEqual([])
  })
})

describe.skipIf(!hasNats)('a NATS server', () => {
  test('that is killed and started again is found again, and nothing piles up meanwhile', async () => {
    const [one, two] = await Promise.all([opened(broker.url), opened(broker.url)])
    two.listen('a')
    await hears(one, two, 'a')
    await broker.kill()
    await until(() => !one.isReady() && !two.isReady(), 'it is missed')
    const before = one.count().lost
    for (let each = 0; each < 100_000; each++) one.publish('a', `lost ${each}`)
    expect(one.count().lost - before).toBe(100_000)
    await broker.start()
    await until(() => one.isReady() && two.isReady(), 'it is found')
    await hears(one, two, 'a')
    expect(two.timesOpened()).toBe(2)
  })

  test('that is frozen holds up nobody, and is noticed', { timeout: 60_000 }, async () => {
    const [one, two] = await Promise.all([opened(broker.url), opened(broker.url)])
    two.listen('a')
    await hears(one, two, 'a')
    broker.freeze()
    try {
      const slowest = { ms: 0 }
      for (let each = 0; each < 100_000; each++) {
        const since = performance.now()
        one.publish('a', `for nobody ${each}`.padEnd(200))
        slowest.ms = Math.max(slowest.ms, performance.now() - since)
        if (each % 1000 === 0) await sleep(1)
      }
      expect(slowest.ms).toBeLessThan(250)
      expect(one.count().lost).toBeGreaterThan(70_000)
      await until(() => !one.isReady(), 'the frozen broker is noticed', 15_000)
    } finally {
      broker.thaw()
    }
    await until(() => one.isReady() && two.isReady(), 'it serves again')
    await hears(one, two, 'a')
  })

  test('lets in nobody without the password', async () => {
    const stranger = openBus(broker.url.replace('secret', 'guess'), { databaseUrl, prefix: 'parley_', log: quiet })
    open.push(stranger)
    const known = await opened(broker.url)
    expect(known.isReady()).toBe(true)
    await sleep(500)
    expect(stranger.isReady()).toBe(false)
  })
})

describe('PostgreSQL', () => {
  test('that ends the connection is asked again', async () => {
    const [one, two] = await Promise.all([opened('postgres:'), opened('postgres:')])
    two.listen('a')
    await hears(one, two, 'a')
    const { db } = connect(databaseUrl, quiet, { size: 1 })
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'parley bus' and datname = current_database()`.execute(
      db,
    )
    await db.destroy()
    await until(() => two.timesOpened() === 2 && one.timesOpened() === 2, 'both came back')
    await hears(one, two, 'a')
  })

  test('is asked again within 15 seconds when the line is dead and nobody said so', { timeout: 60_000 }, async () => {
    const { hostname, port } = new URL(databaseUrl)
    const wire = await startWire({ host: hostname, port: Number(port) })
    const through = new URL(databaseUrl)
    through.port = String(wire.port)
    const [one, two] = await Promise.all([opened('postgres:'), opened(through.href)])
    two.listen('a')
    await hears(one, two, 'a')
    wire.freeze()
    const since = Date.now()
    await until(() => !two.isReady(), 'the silence is noticed')
    wire.heal()
    await until(() => two.isReady(), 'it is open again')
    expect(Date.now() - since).toBeLessThan(15_000)
    await hears(one, two, 'a')
    wire.stop()
  })
})

test('pieces are put together in any order, and what is no packet of ours is harmless', () => {
  const unpack = createUnpacker()
  const note = 'é'.repeat(50_000)
  const packets = pack(['short', note, 'short as well'], 1000)
  expect(packets.every((packet) => Buffer.byteLength(packet) <= 1000)).toBe(true)
  expect(packets.toReversed().flatMap((packet) => unpack(packet))).toEqual(expect.arrayContaining([note]))
  for (const nonsense of ['~', '~~~~', '~a~0~0~', '~a~-1~5~x', '~a~0~1e9~x', '~a~x~y~z'])
    expect(unpack(nonsense)).toEqual([])
})

test('the address of NATS may name a cluster, a user with any password, a token, or TLS', () => {
  expect(readNatsUrl('nats://me:p%40ss@a.test:4222,nats://b.test:4223,c.test:4224')).toEqual({
    servers: ['a.test:4222', 'b.test:4223', 'c.test:4224'],
    user: 'me',
    pass: 'p@ss',
    tls: false,
  })
  expect(readNatsUrl('tls://token@a.test')).toMatchObject({ servers: ['a.test'], user: 'token', pass: '', tls: true })
})
