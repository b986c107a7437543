import { once } from 'node:events'
import { createTRPCClient, createWSClient, wsLink } from '@trpc/client'
import pg from 'pg'
import superjson from 'superjson'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { News } from '../live/news.ts'
import type { AppRouter } from '../routers/index.ts'
import { apiAt, startTestApp } from '../testing.ts'

function connect(url: string, token: string) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/trpc`, { headers: { authorization: `Bearer ${token}` } })
  const frames: string[] = []
  let closedWith: number | undefined
  socket.on('message', (frame: Buffer) => frames.push(frame.toString()))
  socket.on('close', (code) => (closedWith = code))
  return { socket, frames, closedWith: () => closedWith }
}

const reconnect = '{"id":null,"method":"reconnect"}'

test('a server that stops says so, sends its clients elsewhere, and finishes what runs', async () => {
  const app = await startTestApp()
  const [ada, bob] = [await app.person('ada'), await app.person('bob')]
  const { chatId } = await ada.chats.openDirect({ userId: bob.id })
  const [obedient, stubborn] = [connect(app.url, ada.token), connect(app.url, bob.token)]
  obedient.socket.on('message', (frame: Buffer) => frame.toString() === reconnect && obedient.socket.close())
  await Promise.all([once(obedient.socket, 'open'), once(stubborn.socket, 'open')])
  const other = new pg.Client(app.databaseUrl)
  await other.connect()
  await other.query('begin')
  await other.query('select from chats where id = $1 for update', [chatId])

  const startedAt = Date.now()
  const slow = ada.say(chatId, 'said while the server stops')
  const stopped = app.stop()
  await expect.poll(async () => (await fetch(`${app.url}/ready`)).status).toBe(503)
  expect(await (await fetch(`${app.url}/ready`)).json()).toEqual({ status: 'not ready', fault: 'stopping' })
  expect((await fetch(`${app.url}/health`)).status).toBe(200)
  const late = connect(app.url, ada.token)
  late.socket.on('error', () => undefined)
  const [, refusal] = await once(late.socket, 'unexpected-response')
  expect(refusal.statusCode).toBe(503)
  await expect.poll(() => [obedient.frames, stubborn.frames]).toEqual([[reconnect], [reconnect]])
  await other.query('commit')
  await other.end()
  expect(await slow).toMatchObject({ number: 1 })
  await stopped
  expect(Date.now() - startedAt).toBeLessThan(6000)
  expect(stubborn.closedWith()).toBe(1001)
  await expect(fetch(`${app.url}/health`)).rejects.toThrow('fetch failed')
})

test('a client that is sent away follows on at the next server, and misses nothing', async () => {
  const [first, second] = await twoServers()
  const [ada, bob] = [await first.person('ada'), await first.person('bob')]
  const { chatId } = await ada.chats.openDirect({ userId: bob.id })
  let url = first.url
  const codes: number[] = []
  class Socket extends WebSocket {
    constructor(address: string) {
      super(address, { headers: { authorization: `Bearer ${ada.token}` } })
      this.on('close', (code) => codes.push(code))
    }
  }
  const client = createWSClient({
    url: () => `${url.replace('http', 'ws')}/trpc`,
    WebSocket: Socket as unknown as typeof globalThis.WebSocket,
  })
  const heard: News[] = []
  const faults: unknown[] = []
  const trpc = createTRPCClient<AppRouter>({ links: [wsLink({ client, transformer: superjson })] })
  trpc.live.follow.subscribe(undefined, {
    onData: (news) => heard.push(...news),
    onError: (fault) => faults.push(fault),
  })
  await expect.poll(() => heard.some(({ type }) => type === 'heads')).toBe(true)
  url = second.url
  const stopped = first.stop()
  await expect.poll(() => heard.filter(({ type }) => type === 'heads').length).toBe(2)
  await stopped
  // It closed its old socket itself: the server would have said 1001.
  expect(codes).toEqual([1005])
  const { token } = await apiAt(second.url).auth.login({ username: bob.username, password: bob.password, as: 'token' })
  const bobThere = apiAt(second.url, { authorization: `Bearer ${token}` })
  await bobThere.messages.send({ id: crypto.randomUUID(), chatId, text: 'said at the second' })
  await expect.poll(() => heard.filter(({ type }) => type === 'message').length).toBe(1)
  expect(faults).toEqual([])
  await client.close()
  await second.stop()
})

async function twoServers() {
  const first = await startTestApp()
  return [first, await startTestApp({}, first.databaseUrl)] as const
}

test('a call that never ends does not keep the server', async () => {
  const app = await startTestApp()
  const [ada, bob] = [await app.person('ada'), await app.person('bob')]
  const { chatId } = await ada.chats.openDirect({ userId: bob.id })
  const other = new pg.Client(app.databaseUrl)
  await other.connect()
  await other.query('begin')
  await other.query('lock table messages in access exclusive mode')
  const slow = ada.messages.list({ chatId }).catch((error: unknown) => error)
  await expect.poll(async () => (await other.query('select from pg_locks where not granted')).rowCount).toBe(1)
  const startedAt = Date.now()
  await app.stop()
  expect(Date.now() - startedAt).toBeLessThan(10_000)
  expect(await slow).toBeInstanceOf(Error)
  await other.end()
})
