import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, connect as dial, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { v7 as uuid } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { apiAt, createTestDatabase, type Person, startTestApp, type TestApp } from '../testing.ts'
import { readConfig } from '../config.ts'
import { connect, explain } from './database.ts'
import { findRunner } from './embedded-runner.ts'
import { startEmbedded } from './embedded.ts'
import { migrate } from './migrations.ts'

let folder: string
let url: string
let stopDatabase: () => void
let app: TestApp
let ada: Person
let bob: Person
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'parley-faults-'))
  chmodSync(folder, 0o711)
  ;({ url, stop: stopDatabase } = await startEmbedded(folder))
  app = await startTestApp({}, url)
  ada = await app.person('ada')
  bob = await app.person('bob')
})
afterAll(async () => {
  await app.stop()
  stopDatabase()
  rmSync(folder, { recursive: true, force: true })
})

test.each(['immediate', 'fast'])('nothing is lost or doubled when PostgreSQL restarts: %s', async (mode) => {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  const following = await bob.follow()
  const refusals = new Set<string>()
  const acknowledged = new Map<string, number>()
  const over = new AbortController()
  const senders = Array.from({ length: 20 }, async (_, sender) => {
    while (!over.signal.aborted) {
      const id = uuid()
      acknowledged.set(id, await sendUntilTaken(sender % 2 ? ada : bob, { id, chatId, text: 'hello' }, refusals))
    }
  })
  await sleep(300)
  await restart(mode)
  await sleep(300)
  over.abort()
  await Promise.all(senders)

  expect([...refusals].filter((reason) => reason !== 'UNAVAILABLE')).toEqual([])
  expect(acknowledged.size).toBeGreaterThan(20)
  const rows = await ask<{ id: string; number: number }>(
    `select id, number from messages where chat_id = '${chatId}' and kind = 'text' order by number`,
  )
  expect(rows.map(({ number }) => number)).toEqual(Array.from(rows, (_, each) => each + 2))
  expect(new Map(rows.map(({ id, number }) => [id, number]))).toEqual(new Map([...acknowledged].toSorted(byNumber)))
  await following.until(() => following.messages(chatId).length >= rows.length, 'everything', 6000)
  expect(following.messages(chatId).map(({ id }) => id)).toEqual(rows.map(({ id }) => id))
  await following.stop()
})

test('nothing is lost or doubled when the app is killed and started again', async () => {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  const port = await freePort()
  const address = `http://127.0.0.1:${port}`
  let child = await serve(port)
  const acknowledged = new Map<string, number>()
  const over = new AbortController()
  const senders = Array.from({ length: 10 }, async (_, sender) => {
    const { messages } = apiAt(address, bearerOf(sender % 2 ? ada : bob))
    while (!over.signal.aborted) {
      const id = uuid()
      acknowledged.set(id, await sendUntilTaken({ messages }, { id, chatId, text: 'hello' }, new Set()))
    }
  })
  await sleep(300)
  child.kill('SIGKILL')
  await once(child, 'exit')
  child = await serve(port)
  await sleep(300)
  over.abort()
  await Promise.all(senders)
  child.kill('SIGKILL')
  const rows = await ask<{ id: string; number: number }>(
    `select id, number from messages where chat_id = '${chatId}' and kind = 'text' order by number`,
  )
  expect(rows.map(({ number }) => number)).toEqual(Array.from(rows, (_, each) => each + 2))
  expect(new Map(rows.map(({ id, number }) => [id, number]))).toEqual(new Map([...acknowledged].toSorted(byNumber)))
})

test('connections that are cut, idle or in a transaction, end nobody', async () => {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  const cut = app.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
    await ask(`select pg_terminate_backend(${rows[0]?.pid})`)
    await sleep(100)
    await sql`select 1`.execute(tx)
  })
  await expect(cut).rejects.toThrow(/terminat|not queryable/)
  const refusals = new Set<string>()
  const sends = Array.from({ length: 60 }, async (_, each) => {
    await sleep(each * 10)
    return sendUntilTaken(ada, { id: uuid(), chatId, text: 'hello' }, refusals)
  })
  for (let time = 1; time <= 6; time++) {
    await ask(
      "select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
    )
    await sleep(100)
  }
  const numbers = (await Promise.all(sends)).toSorted((a, b) => a - b)
  expect(numbers).toEqual(Array.from(numbers, (_, each) => each + 2))
  expect([...refusals].filter((reason) => reason !== 'UNAVAILABLE')).toEqual([])
})

test.skipIf(process.platform === 'win32')(
  'a database that freezes is an error in seconds, and no transaction stays open behind it',
  async () => {
    const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
    const socket = new WebSocket(`ws://localhost:${app.port}/trpc`, { headers: bearerOf(ada) })
    const answers: Buffer[] = []
    socket.on('message', (answer: Buffer) => answers.push(answer))
    await once(socket, 'open')
    const followers = app.hub.count().followers
    const transactions = await Promise.all(Array.from({ length: 10 }, () => app.db.startTransaction().execute()))
    await Promise.all(Array.from({ length: 10 }, () => ada.chats.list()))
    const thaw = await freeze()
    const since = Date.now()
    socket.send('{"id":1,"method":"subscription","params":{"path":"live.follow","input":{"json":{}}}}')
    const given = transactions.map(async (tx) => {
      await sql`update users set display_name = 'never' where id = ${ada.id}`.execute(tx).catch(() => undefined)
      await tx.rollback().execute()
    })
    const [said, entered, ready, health, ...ended] = await Promise.all([
      ada.say(chatId, 'hello').catch((error: unknown) => error),
      knock(bob),
      fetch(`${app.url}/ready`),
      fetch(`${app.url}/health`).then(({ status }) => ({ status, ms: Date.now() - since })),
      ...given.map((work) => work.catch(() => 'failed')),
    ])
    const took = Date.now() - since
    while (!String(answers).includes('UNAVAILABLE') && Date.now() - since < 10_000) await sleep(20)
    await thaw()
    expect(took).toBeLessThan(10_000)
    expect(said).toMatchObject({ data: { reason: 'UNAVAILABLE', httpStatus: 503 } })
    expect(entered).toContain('503')
    expect(ready.status).toBe(503)
    expect(health.status).toBe(200)
    expect(health.ms).toBeLessThan(500)
    expect(ended).toEqual(transactions.map(() => 'failed'))
    expect(String(answers)).toContain('UNAVAILABLE')
    expect(app.hub.count().followers).toBe(followers)
    socket.terminate()

    // A connection of those, used again, would take this into its open transaction, where nobody else sees it.
    const message = () => ({ id: uuid(), chatId, text: 'hello' })
    const sent = await Promise.all(Array.from({ length: 40 }, () => sendUntilTaken(ada, message(), new Set())))
    const stored = await ask<{ number: number }>(
      `select number from messages where chat_id = '${chatId}' and kind = 'text' order by number`,
    )
    // What was said to the frozen one may be there too: that nobody could know is what its sender was told.
    expect(stored.slice(-sent.length).map(({ number }) => number)).toEqual(sent.toSorted((a, b) => a - b))
    expect((await ada.users.get({ userId: ada.id })).displayName).toBe('Ada')
  },
)

test.concurrent('a letter that cannot be written down ends nobody', async () => {
  const lettered = await startTestApp({ SMTP_URL: 'smtp://127.0.0.1:9', PUBLIC_URL: 'http://localhost' })
  const person = await lettered.person('ada')
  const email = `${person.username}@example.org`
  await lettered.db
    .updateTable('users')
    .set({ email, emailVerifiedAt: new Date() })
    .where('id', '=', person.id)
    .execute()
  await lettered.db.schema.alterTable('mail_codes').renameTo('gone').execute()
  await person.api.account.forgotPassword({ email })
  await sleep(100)
  expect(await person.auth.me()).toMatchObject({ user: { id: person.id } })
  await lettered.stop()
})

test.concurrent('connections that go silent are given up, and new ones serve', async () => {
  const target = new URL(await createTestDatabase())
  const { port, hostname } = target
  const ways: Socket[] = []
  const between = createServer((way) => {
    const far = dial(Number(port), hostname)
    way.pipe(far).pipe(way)
    for (const end of [way, far]) end.on('error', () => undefined)
    ways.push(way, far)
  }).listen(0, '127.0.0.1')
  await once(between, 'listening')
  target.port = String((between.address() as AddressInfo).port)
  const reached = await startTestApp({}, target.href)
  const person = await reached.person('ada')
  await Promise.all(Array.from({ length: 30 }, () => person.chats.list()))
  const silenced = ways.splice(0)
  for (const way of silenced) way.unpipe().pause()
  const since = Date.now()
  await Promise.allSettled(Array.from({ length: 30 }, () => person.chats.list()))
  expect(Date.now() - since).toBeLessThan(10_000)
  let served = 0
  const list = () =>
    person.chats.list().then(
      () => served + 1,
      () => 0,
    )
  while (served < 10 && Date.now() - since < 20_000) served = await list()
  expect(served).toBe(10)
  for (const way of silenced) way.destroy()
  await reached.stop()
  between.close()
}, 60_000)

test.concurrent('a start that cannot succeed is explained in one line', async () => {
  const cases: [environment: Record<string, string>, line: RegExp][] = [
    [
      { DATABASE_URL: withUrl({ port: '9' }) },
      /No database answers at 127\.0\.0\.1:9\. Start it, or correct DATABASE_URL\./,
    ],
    [{ DATABASE_URL: withUrl({ password: 'wrong' }) }, /refuses this user or password/],
    [{ DATABASE_URL: withUrl({ pathname: '/nothing' }) }, /The database nothing does not exist at 127/],
    [{ DATABASE_URL: `${url}?sslmode=require` }, /differ about TLS .*Add or remove \?sslmode=require\./],
    [{ DATABASE_URL: url, HOST: '203.0.113.1' }, /HOST 203\.0\.113\.1 is not an address of this machine/],
  ]
  const outcomes = await Promise.all(cases.map(([environment]) => start(environment)))
  for (const [each, { code, errors }] of outcomes.entries()) {
    expect(errors).toMatch(cases[each]![1])
    expect({ errors, lines: errors.trim().split('\n').length, code }).toEqual({ errors, lines: 1, code: 1 })
  }
})

test.concurrent('a database that is nowhere, or says nothing, is explained as well', async () => {
  const silent = createServer().listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const nowhere = withUrl({ hostname: 'no-such-host.invalid' })
  const mute = withUrl({ port: String((silent.address() as AddressInfo).port) })
  const explained = await Promise.all(
    [nowhere, mute].map(async (address) => {
      const { db } = connect(address, { warn: () => undefined })
      const fault = await migrate(db).catch((error: unknown) => error)
      await db.destroy()
      return explain(fault, address)
    }),
  )
  expect(explained[0]).toContain('(no-such-host.invalid:')
  expect(explained[1]).toContain('did not answer in time')
  silent.close()
})

test('a DATABASE_URL that is none is named among the other faults of the settings', () => {
  expect(read('postgres://ada:a#b@127.0.0.1/x')).toThrow(/PORT must be a number\.\n +DATABASE_URL is not an address/)
  expect(read('mysql://localhost/x')).toThrow('DATABASE_URL must begin with postgres:// or postgresql://.')
  expect(read(url)).not.toThrow('DATABASE_URL')
})

function read(databaseUrl: string) {
  return () => readConfig({ DATABASE_URL: databaseUrl, PORT: 'x' })
}

function bearerOf({ token }: Person) {
  return { authorization: `Bearer ${token}` }
}

async function knock(person: Person): Promise<string> {
  const socket = new WebSocket(`ws://localhost:${app.port}/trpc`, { headers: bearerOf(person) })
  const opened = once(socket, 'open').then(
    () => 'open',
    (error: unknown) => String(error),
  )
  return opened.finally(() => socket.terminate())
}

async function sendUntilTaken(
  person: Pick<Person, 'messages'>,
  message: { id: string; chatId: string; text: string },
  refusals: Set<string>,
) {
  for (;;) {
    try {
      return (await person.messages.send(message)).number
    } catch (error) {
      refusals.add(reasonOf(error))
      await sleep(30)
    }
  }
}

function reasonOf(error: unknown): string {
  const { data } = error as { data?: { reason: string } }
  return data?.reason ?? String(error)
}

function byNumber([, one]: [string, number], [, other]: [string, number]): number {
  return one - other
}

async function ask<Row>(statement: string): Promise<Row[]> {
  const client = new pg.Client(url)
  client.on('error', () => undefined)
  await client.connect()
  const { rows } = await client.query(statement)
  await client.end()
  return rows as Row[]
}

/** In a process of its own, so that this one feels it. */
async function restart(mode: string) {
  const { folder: place } = findRunner(path.join(folder, 'pg18'))
  const words = ['restart', '-D', place, '-m', mode, '-w', '-s', '-l', path.join(place, 'server.log')]
  const code = `const { findRunner } = await import(${JSON.stringify(new URL('embedded-runner.ts', import.meta.url).href)})
    const { ok, errors } = findRunner(${JSON.stringify(path.join(folder, 'pg18'))}).run('pg_ctl', ${JSON.stringify(words)})
    if (!ok) throw new Error(errors)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], { stdio: 'inherit' })
  expect(await once(child, 'exit')).toEqual([0, null])
}

/** Stops every process of PostgreSQL, and returns what lets them go on. */
async function freeze() {
  const [main] = await ask<{ file: string }>("select pg_read_file('postmaster.pid') as file")
  const rows = await ask<{ pid: number }>('select pid from pg_stat_activity where pid <> pg_backend_pid()')
  const pids = [Number.parseInt(main?.file ?? '', 10), ...rows.map(({ pid }) => pid)]
  for (const pid of pids) process.kill(pid, 'SIGSTOP')
  return async () => {
    for (const pid of pids.toReversed()) process.kill(pid, 'SIGCONT')
    await ask('select 1')
  }
}

function withUrl(parts: Partial<Pick<URL, 'port' | 'hostname' | 'password' | 'pathname'>>): string {
  return Object.assign(new URL(url), parts).href
}

async function start(environment: Record<string, string>) {
  const child = run(environment)
  const [errors, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  return { errors, code: code as number }
}

/** An app of its own, that can be killed. */
async function serve(port: number) {
  const child = run({ DATABASE_URL: url, PORT: String(port), LIMIT_FACTOR: '1000' })
  let said = ''
  for await (const chunk of child.stdout) {
    said += chunk
    if (said.includes('Parley runs at')) break
  }
  return child
}

function run(environment: Record<string, string>) {
  return spawn(process.execPath, ['--import', 'tsx', 'scripts/serve.ts'], {
    env: { PATH: process.env['PATH'], PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}
