import { v7 as uuid } from 'uuid'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { apiAt, startTestApp } from '../testing.ts'

const tooOften = { data: { reason: 'TOO_MANY_REQUESTS', httpStatus: 429, retryAfter: expect.any(Number) } }

/** With a fiftieth of the limits: 10 things said and 20 calls by a user, 100 by an address, in ten seconds. */
const strict = { LIMIT_FACTOR: '0.02' }

test('who says more than people can is told when to go on, and others are not disturbed', async () => {
  const app = await startTestApp(strict)
  const [ada, bob] = [await app.person('ada'), await app.person('bob')]
  const { chatId } = await ada.chats.openDirect({ userId: bob.id })
  const sends = await Promise.allSettled(Array.from({ length: 14 }, (_, index) => ada.say(chatId, `word ${index}`)))
  expect(sends.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
  const refused = sends.find((sent) => sent.status === 'rejected')
  expect(refused?.reason).toMatchObject({ ...tooOften, message: /^That was too often\. Try again in \d+ seconds?\.$/ })
  expect((await ada.messages.list({ chatId })).messages).toHaveLength(10)
  await bob.say(chatId, 'hello')
  await app.stop()
})

test('the answer says in a header as well when to go on', async () => {
  const app = await startTestApp(strict)
  const ada = await app.person('ada')
  const headers = { authorization: `Bearer ${ada.token}` }
  const ask = () => fetch(`${app.url}/trpc/chats.list`, { headers })
  const answers = await Promise.all(Array.from({ length: 25 }, ask))
  const refused = answers.find(({ status }) => status === 429)
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(20)
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
  await app.stop()
})

test('what was said by one process counts at the next', async () => {
  const first = await startTestApp(strict)
  const second = await startTestApp(strict, first.databaseUrl)
  const [ada, bob] = [await first.person('ada'), await first.person('bob')]
  const { chatId } = await ada.chats.openDirect({ userId: bob.id })
  for (let word = 0; word < 10; word++) await ada.say(chatId, 'word')
  const elsewhere = apiAt(second.url, { authorization: `Bearer ${ada.token}` })
  const say = () => elsewhere.messages.send({ id: uuid(), chatId, text: 'word' })
  await say()
  await expect.poll(() => say().catch((error: unknown) => error), { interval: 20 }).toMatchObject(tooOften)
  expect((await bob.messages.list({ chatId })).messages.length).toBeLessThan(13)
  await Promise.all([first.stop(), second.stop()])
})

test('an address that calls in a loop is refused before the database is asked, and gets no socket', async () => {
  const app = await startTestApp(strict)
  const { token } = await app.person('ada')
  const asked = await Promise.allSettled(Array.from({ length: 120 }, () => apiAt(app.url).auth.me()))
  expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(99)
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}/trpc`, {
    headers: { authorization: `Bearer ${token}` },
  })
  const status = await new Promise((resolve) => {
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode))
    socket.on('open', () => resolve('open'))
    socket.on('error', () => undefined)
  })
  expect(status).toBe(429)
  await app.stop()
})

test('a call of ten calls counts as ten', async () => {
  const app = await startTestApp(strict)
  const ten = Array.from({ length: 10 }, () => 'auth.me').join(',')
  const ask = () => fetch(`${app.url}/trpc/${ten}?batch=1`)
  const answers = await Promise.all(Array.from({ length: 12 }, ask))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(10)
  await app.stop()
})
