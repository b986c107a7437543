import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../../src/server/config.ts'
import { connect as connectDatabase } from '../../src/server/database/database.ts'
import { createTestDatabase, startTestApp, type TestApp } from '../../src/server/testing.ts'
import { askDatabase } from './database.ts'
import type { Finding } from './findings.ts'
import { checkMail, checkNode, checkPort, checkSettings, unknownSettings } from './here.ts'
import { checkOutside } from './outside.ts'

let app: TestApp
const servers: { close: () => void }[] = []
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(async () => {
  for (const server of servers) server.close()
  await app.stop()
})

const faultsOf = (findings: Finding[]) => findings.filter(({ state }) => state === 'fault')
const named = (findings: Finding[], about: string) => findings.find((one) => one.about === about)

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  servers.push(server)
  return `http://localhost:${(server.address() as AddressInfo).port}`
}

/** A proxy that passes calls on; sockets only if told how. */
function proxyTo({ port }: { port: number }, change: (req: IncomingMessage) => Record<string, string> = () => ({})) {
  const pass: RequestListener = (req, res) => {
    const headers = { ...req.headers, ...change(req) }
    const passed = request({ port, host: '127.0.0.1', path: req.url, method: req.method, headers }, (answer) => {
      res.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(res)
    })
    req.pipe(passed)
  }
  return createServer(pass)
}

const withSockets = (proxy: Server, { port }: { port: number }) =>
  proxy.on('upgrade', (req, stream) => {
    const other = connect(port, '127.0.0.1')
    const headers = Object.entries(req.headers).map(([name, value]) => `${name}: ${String(value)}`)
    other.write(`GET ${req.url} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`)
    stream.pipe(other).pipe(stream)
    for (const one of [stream, other]) one.on('error', () => stream.destroy())
  })

test('where all is right it finds nothing, and leaves nobody behind', async () => {
  const findings = await checkOutside(`${app.url}/`)
  expect(findings.filter(({ state }) => state !== 'fine')).toEqual([])
  expect(named(findings, 'Socket')?.says).toBe('It opens, and news come through.')
  expect(await app.db.selectFrom('users').select('id').where('deletedAt', 'is', null).execute()).toEqual([])
})

test('without guests it still knows whether the socket comes through', async () => {
  const closed = await startTestApp({ GUESTS: 'off' })
  const findings = await checkOutside(closed.url)
  expect(named(findings, 'Socket')).toMatchObject({
    state: 'fine',
    says: expect.stringContaining('asks for a session'),
  })
  await closed.stop()
})

test('a proxy under a name that Parley does not know: PUBLIC_URL', async () => {
  const url = await listen(withSockets(proxyTo(app), app))
  const findings = await checkOutside(url)
  expect(named(findings, 'Calls')).toMatchObject({ state: 'fault', advice: `Set PUBLIC_URL=${url} and start it anew.` })
  expect(named(findings, 'Socket')).toMatchObject({ state: 'fault', says: expect.stringContaining('403') })
})

test('a proxy that does not pass sockets on', async () => {
  const proxy = proxyTo(app, () => ({ origin: app.url }))
  const url = await listen(proxy)
  const findings = await checkOutside(url)
  expect(named(findings, 'Calls')?.state).toBe('fine')
  expect(named(findings, 'Socket')).toMatchObject({ state: 'fault', advice: expect.stringContaining('Upgrade') })
})

test('a proxy that says no itself, cuts off the path, or cannot reach Parley', async () => {
  const refusing = (status: number) =>
    proxyTo(app, () => ({ origin: app.url })).on('upgrade', (_req, stream) =>
      stream.end(`HTTP/1.1 ${status} No\r\n\r\n`),
    )
  for (const [status, word] of [
    [404, '/trpc'],
    [426, 'Upgrade'],
    [429, 'TRUSTED_PROXIES'],
    [504, 'runs'],
  ] as const) {
    const findings = await checkOutside(await listen(refusing(status)))
    expect(named(findings, 'Socket')).toMatchObject({ says: expect.stringContaining(String(status)) })
    expect(named(findings, 'Socket')?.advice).toContain(word)
  }
  const lost = await checkOutside(await listen(createServer((_req, res) => res.writeHead(502).end())))
  expect(lost).toMatchObject([{ about: 'Address', says: expect.stringContaining('502') }])
})

test('nothing there, something else there, an unknown name, a certificate that is none', async () => {
  const other = await listen(createServer((_req, res) => res.end('hello')))
  expect(await checkOutside(other)).toMatchObject([{ says: expect.stringContaining('Something else than Parley') }])
  expect(await checkOutside('http://localhost:9876')).toMatchObject([{ says: 'Nothing listens at localhost:9876.' }])
  expect(await checkOutside('http://no-such-name.invalid')).toMatchObject([
    { says: expect.stringContaining('not known') },
  ])
  expect(faultsOf(await checkOutside(app.url.replace('http:', 'https:')))).toHaveLength(1)
})

test('metrics that everybody can read are a fault', async () => {
  const open = createServer((req, res) => {
    if (req.url === '/metrics') return res.end('parley_connections 1')
    return proxyTo(app).emit('request', req, res)
  })
  const url = (await listen(open)).replace('localhost', '0.0.0.0')
  expect(named(await checkOutside(url), 'Metrics')).toMatchObject({ state: 'fault' })
})

test('it says which kind of trouble the database has', async () => {
  const { databaseUrl } = app
  const changed = (change: (url: URL) => void) => {
    const url = new URL(databaseUrl)
    change(url)
    return askDatabase(url.href)
  }
  expect((await askDatabase(databaseUrl)).filter(({ state }) => state !== 'fine').map(({ says }) => says)).toEqual([
    'fsync is off: a crash can lose what was said.',
  ])
  expect(await changed((url) => (url.port = '1'))).toMatchObject([
    { says: expect.stringContaining('No database answers') },
  ])
  expect(await changed((url) => (url.password = 'x'))).toMatchObject([
    { says: expect.stringContaining('refuses this user') },
  ])
  expect(await changed((url) => (url.pathname = '/none'))).toMatchObject([
    { says: expect.stringContaining('does not exist') },
  ])
  expect(await changed((url) => (url.hostname = 'no-such-name.invalid'))).toMatchObject([
    { says: expect.stringContaining('not known') },
  ])
  expect(await changed((url) => (url.search = '?sslmode=require'))).toMatchObject([
    { says: expect.stringContaining('TLS') },
  ])
  const silent = createTcpServer().listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  expect(await changed((url) => (url.port = String(port)))).toMatchObject([
    { says: expect.stringContaining('in time') },
  ])
  silent.close()
})

test('it knows tables that wait for changes, and those of a newer Parley', async () => {
  const url = await createTestDatabase()
  const { db } = connectDatabase(url, { warn: () => undefined }, { size: 1 })
  await sql`delete from kysely_migration where name = '0005-accounts'`.execute(db)
  expect(named(await askDatabase(url), 'Tables')).toMatchObject({
    state: 'warning',
    says: expect.stringContaining('0005'),
  })
  await sql`insert into kysely_migration values ('9999-later', 'now')`.execute(db)
  expect(named(await askDatabase(url), 'Tables')).toMatchObject({
    state: 'fault',
    says: expect.stringContaining('9999'),
  })
  await db.destroy()
})

test('settings that are allowed but hardly meant are named', () => {
  const about = (settings: Record<string, string>) => checkSettings(readConfig(settings), false).map((one) => one.about)
  expect(about({})).toEqual(['Settings'])
  expect(about({ PUBLIC_URL: 'http://chat.example.org' })).toEqual(['PUBLIC_URL'])
  expect(about({ PUBLIC_URL: 'https://chat.example.org' })).toEqual(['TRUSTED_PROXIES'])
  expect(about({ PUBLIC_URL: 'https://chat.example.org', TRUSTED_PROXIES: '1' })).toEqual(['Settings'])
  expect(about({ LIMIT_FACTOR: '1000', NODE_ENV: 'development' })).toEqual(['LIMIT_FACTOR', 'NODE_ENV'])
  expect(unknownSettings('PORT=3\nPUBLIC_ULR=x\n')).toMatchObject([{ says: 'PUBLIC_ULR is not a setting of Parley.' }])
})

test('versions of Node, ports that are taken, mail that is not', async () => {
  expect(
    [checkNode('18.20.0'), checkNode('21.1.0'), checkNode('20.19.0'), checkNode('24.1.0')].map(({ state }) => state),
  ).toEqual(['fault', 'fault', 'fine', 'fine'])
  expect(await checkPort({ port: app.port, host: '127.0.0.1' })).toMatchObject({
    state: 'fine',
    says: `Parley runs on ${app.port}.`,
  })
  const { port } = new URL(await listen(createServer((_req, res) => res.end())))
  expect(await checkPort({ port: Number(port), host: '127.0.0.1' })).toMatchObject({ state: 'warning' })
  expect(await checkMail({ smtpUrl: 'smtp://127.0.0.1:9876' })).toMatchObject({ state: 'fault' })
  const post = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS'] })
  const listener = post.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  expect(await checkMail({ smtpUrl: `smtp://127.0.0.1:${(listener.address() as AddressInfo).port}` })).toMatchObject({
    state: 'fine',
  })
  post.close()
})

const command = ['--import', 'tsx', 'scripts/doctor.ts']

test('the command says what to change, and ends with 1 on a fault', async () => {
  const env = { ...process.env, PORT: 'many', BUS_URL: 'x', DATABASE_URL: app.databaseUrl }
  const here = spawn(process.execPath, [...command], { env })
  const [said, [code]] = await Promise.all([text(here.stdout), once(here, 'close')])
  expect(said).toContain('PORT must be a number.')
  expect(code).toBe(1)
  const outside = spawn(process.execPath, [...command, '--url', app.url])
  const [told, [good]] = await Promise.all([text(outside.stdout), once(outside, 'close')])
  expect(told).toContain('✓ Socket: It opens, and news come through.')
  expect(good).toBe(0)
})
