import { once } from 'node:events'
import { createTRPCClient, createWSClient, wsLink } from '@trpc/client'
import superjson from 'superjson'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { AppRouter } from '../routers/index.ts'
import { type Person, startTestApp, type TestApp } from '../testing.ts'
import type { News } from './news.ts'

let app: TestApp
let ada: Person
let bob: Person
let chatId: string
beforeAll(async () => {
  app = await startTestApp()
  ada = await app.person('ada')
  bob = await app.person('bob')
  chatId = (await ada.groups.create({ title: 'Engines', userIds: [bob.id] })).chatId
})
afterAll(() => app.stop())

const isTrue = async (is: () => boolean, what: string) => {
  for (let tries = 0; tries < 500; tries++) {
    if (is()) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error(`It never came to this: ${what}`)
}
const textsOf = (news: News[]) => news.flatMap((one) => (one.type === 'message' ? [one.message.text] : []))

/** The client of the package, as it comes. */
function stockClient(person: Person) {
  const sockets: WebSocket[] = []
  class Socket extends WebSocket {
    constructor(address: string) {
      super(address, { headers: { authorization: `Bearer ${person.token}` } })
      sockets.push(this)
    }
  }
  const line = createWSClient({
    url: `${app.url.replace('http', 'ws')}/trpc`,
    WebSocket: Socket as unknown as typeof globalThis.WebSocket,
    retryDelayMs: () => 20,
  })
  return {
    sockets,
    line,
    trpc: createTRPCClient<AppRouter>({ links: [wsLink({ client: line, transformer: superjson })] }),
  }
}

test('the client of tRPC hears two subscriptions on one socket, stops one, and goes on after a break', async () => {
  const { sockets, line, trpc } = stockClient(bob)
  const heard: [News[], News[]] = [[], []]
  const events: string[] = []
  const [first, second] = heard.map((news, index) =>
    trpc.live.follow.subscribe(undefined, {
      onData: (batch) => news.push(...batch),
      onStarted: () => events.push(`${index} started`),
      onStopped: () => events.push(`${index} stopped`),
      onError: (error) => events.push(String(error)),
    }),
  )
  await isTrue(() => heard.every((news) => news[0]?.type === 'heads'), 'heads on both')
  expect(sockets).toHaveLength(1)
  await ada.say(chatId, 'to both')
  await isTrue(() => heard.every((news) => textsOf(news).includes('to both')), 'both hear')

  first?.unsubscribe()
  await isTrue(() => app.hub.count().followers === 1, 'one follower is left')
  await ada.say(chatId, 'to one')
  await isTrue(() => textsOf(heard[1]).includes('to one'), 'the other hears')
  expect(textsOf(heard[0])).toEqual(['to both'])

  sockets[0]!.terminate()
  await isTrue(
    () => sockets.length === 2 && heard[1].filter(({ type }) => type === 'heads').length === 2,
    'heads again',
  )
  await ada.say(chatId, 'after the break')
  await isTrue(() => textsOf(heard[1]).includes('after the break'), 'it goes on')
  expect(textsOf(heard[1])).toEqual(['to both', 'to one', 'after the break'])
  expect(events.filter((event) => !/started|stopped/.test(event))).toEqual([])

  const [message] = heard[1].flatMap((one) => (one.type === 'message' ? [one.message] : []))
  expect(message).toEqual((await bob.messages.list({ chatId, after: message!.number - 1, limit: 1 })).messages[0])
  expect(message?.createdAt).toBeInstanceOf(Date)
  second?.unsubscribe()
  await line.close()
  await isTrue(() => app.hub.count().followers === 0, 'nobody is left')
})

test('a client that knows the wire format and nothing else follows, with a request id of its own', async () => {
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}/trpc`, {
    headers: { authorization: `Bearer ${bob.token}` },
  })
  const frames: { id: unknown; result?: { type: string; data?: { json: News[] } } }[] = []
  socket.on('message', (text: Buffer) => frames.push(JSON.parse(text.toString())))
  await once(socket, 'open')
  const id = 'müde "42"'
  socket.send(
    JSON.stringify({
      id,
      method: 'subscription',
      params: { path: 'live.follow', input: { json: { requestId: 'of somebody else' } } },
    }),
  )
  await isTrue(() => frames.some(({ result }) => result?.data?.json[0]?.type === 'heads'), 'heads')
  expect(frames[0]).toEqual({ id, result: { type: 'started' } })
  await ada.say(chatId, 'Grüße 👋')
  await isTrue(() => frames.some(({ result }) => textsOf(result?.data?.json ?? []).includes('Grüße 👋')), 'the words')
  socket.send(JSON.stringify({ id, method: 'subscription.stop' }))
  await isTrue(() => frames.at(-1)?.result?.type === 'stopped', 'stopped')
  await ada.say(chatId, 'not for him')
  socket.send('PING')
  await new Promise((resolve) => socket.removeAllListeners('message').once('message', resolve))
  expect(new Set(frames.map((frame) => frame.id))).toEqual(new Set([id]))
  expect(frames.at(-1)?.result?.type).toBe('stopped')
  socket.terminate()
})

test('what is said at once comes in one frame, to everybody in the same order', async () => {
  const { sockets, line, trpc } = stockClient(bob)
  const batches: News[][] = []
  const subscription = trpc.live.follow.subscribe(undefined, { onData: (batch) => void batches.push(batch) })
  await isTrue(() => batches.length >= 2, 'heads and presence')
  const before = batches.length
  for (let number = 0; number < 20; number++)
    app.hub.tellChats([chatId], { type: 'typing', chatId, userId: `${number}` })
  await isTrue(() => batches.length > before, 'the frame')
  const typing = batches
    .slice(before)
    .map((batch) => batch.flatMap((one) => (one.type === 'typing' ? [one.userId] : [])))
  expect(typing[0]).toEqual(Array.from({ length: 20 }, (_, number) => `${number}`))
  subscription.unsubscribe()
  await line.close()
  expect(sockets).toHaveLength(1)
})
