import { createTRPCClient, httpBatchLink, httpBatchStreamLink, httpLink, TRPCClientError } from '@trpc/client'
import superjson from 'superjson'
import { v7 as uuid } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AppRouter } from '../routers/index.ts'
import { type Person, startTestApp, type TestApp } from '../testing.ts'

let app: TestApp
let ada: Person
let chatId: string
beforeAll(async () => {
  app = await startTestApp()
  ada = await app.person('ada')
  chatId = (await ada.groups.create({ title: 'Engines', userIds: [] })).chatId
})
afterAll(() => app.stop())

const links = { httpLink, httpBatchLink, httpBatchStreamLink }

test.each(Object.entries(links))("tRPC's own %s gets answers and refusals, each call its own", async (_name, link) => {
  const trpc = createTRPCClient<AppRouter>({
    links: [
      link({ url: `${app.url}/trpc`, transformer: superjson, headers: { authorization: `Bearer ${ada.token}` } }),
    ],
  })
  const [me, sent, refused] = await Promise.allSettled([
    trpc.auth.me.query(),
    trpc.messages.send.mutate({ id: uuid(), chatId, text: 'Grüße 👋' }),
    trpc.messages.send.mutate({ id: uuid(), chatId: uuid(), text: 'not in it' }),
  ])
  const chat = await trpc.chats.get.query({ chatId })
  expect(me).toMatchObject({ value: { user: { id: ada.id, createdAt: expect.any(Date) } } })
  expect(sent).toMatchObject({ value: { number: expect.any(Number), createdAt: expect.any(Date) } })
  expect(chat).toMatchObject({ id: chatId, lastMessage: { text: 'Grüße 👋' } })
  const { reason } = refused as PromiseRejectedResult
  expect(reason).toBeInstanceOf(TRPCClientError)
  expect(reason.data).toMatchObject({ reason: 'NOT_A_MEMBER', httpStatus: 404, path: 'messages.send' })
})

async function post(path: string, body: string, headers: Record<string, string> = {}) {
  const answer = await fetch(`${app.url}/trpc/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${ada.token}`, ...headers },
    body,
  })
  return { status: answer.status, body: await answer.json() }
}

test('a batch of which some fail says so with its status, and what cannot be read is the fault of each call', async () => {
  const calls = 'chats.read,chats.read'
  const one = { json: { chatId, number: 1 } }
  expect(await post(`${calls}?batch=1`, JSON.stringify({ 0: one, 1: one }))).toMatchObject({ status: 200 })
  const mixed = await post(`${calls}?batch=1`, JSON.stringify({ 0: one, 1: { json: { chatId, number: 'x' } } }))
  expect(mixed).toMatchObject({
    status: 207,
    body: [{ result: {} }, { error: { json: { data: { reason: 'INVALID_INPUT' } } } }],
  })
  for (const body of ['{', '[]', '"text"', '7'])
    expect(await post(`${calls}?batch=1`, body)).toMatchObject({
      status: 400,
      body: [0, 1].map(() => ({ error: { json: { data: { reason: 'INVALID_INPUT' } } } })),
    })
  for (const body of ['{', '', '{}', '[]', '"text"'])
    expect(await post('chats.read', body)).toMatchObject({
      status: 400,
      body: { error: { json: { data: { reason: 'INVALID_INPUT' } } } },
    })
})

test('what is not an ordinary call is refused as tRPC refuses it', async () => {
  expect(await post('chats.nothing', '{}')).toMatchObject({ status: 404 })
  expect(await post('chats.list', '{}')).toMatchObject({ status: 405 })
  expect(await post('chats.read', '{}', { 'content-type': 'text/plain' })).toMatchObject({ status: 415 })
  const eleven = Array.from({ length: 11 }, () => 'chats.read').join(',')
  expect(await post(`${eleven}?batch=1`, '{}')).toMatchObject({ status: 400 })
})

test('a long answer comes compressed to whoever can read that, a short one as it is', async () => {
  for (let index = 0; index < 30; index++)
    await ada.messages.send({ id: uuid(), chatId, text: `Eine lange Nachricht von Ada, die ${index}. von vielen` })
  const ask = async (limit: number, accepts: string) => {
    const input = encodeURIComponent(JSON.stringify({ json: { chatId, limit } }))
    const headers = { authorization: `Bearer ${ada.token}`, 'accept-encoding': accepts }
    const answer = await fetch(`${app.url}/trpc/messages.list?input=${input}`, { headers })
    const { result } = (await answer.json()) as { result: { data: { json: { messages: unknown[] } } } }
    return { packed: answer.headers.get('content-encoding'), count: result.data.json.messages.length }
  }
  expect(await ask(30, 'gzip, br')).toEqual({ packed: 'gzip', count: 30 })
  expect(await ask(30, 'identity')).toEqual({ packed: null, count: 30 })
  expect(await ask(1, 'gzip')).toEqual({ packed: null, count: 1 })
})
