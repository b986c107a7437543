import { once } from 'node:events'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Person, startTestApp, type TestApp } from '../testing.ts'

const token = 'a token for the one who watches'
let app: TestApp
let ada: Person
let bob: Person
beforeAll(async () => {
  app = await startTestApp({ METRICS_TOKEN: token })
  ;[ada, bob] = await Promise.all([app.person('ada'), app.person('bob')])
})
afterAll(() => app.stop())

async function ask(headers: Record<string, string> = {}) {
  const asked = request(`${app.url}/metrics`, { headers }).end()
  const [response] = await once(asked, 'response')
  return { status: response.statusCode as number, body: await text(response) }
}

async function numberOf(name: string): Promise<number> {
  const { body } = await ask()
  const line = body.split('\n').find((one) => one.startsWith(`${name} `))
  return Number(line?.slice(name.length))
}

test('who watches sees connections, followers, deliveries, calls and how long a send takes', async () => {
  const { chatId } = await ada.chats.openDirect({ userId: bob.id })
  await Promise.all([ada.follow(), bob.follow()])
  const before = await numberOf('parley_deliveries_total')
  await ada.say(chatId, 'one')
  await ada.say(chatId, 'two')
  await expect(ada.messages.send({ id: 'none', chatId, text: 'three' })).rejects.toThrow('An id must be a UUID.')
  expect(await numberOf('parley_connections')).toBe(2)
  expect(await numberOf('parley_followers')).toBe(2)
  expect(await numberOf('parley_followed_chats')).toBe(1)
  expect((await numberOf('parley_deliveries_total')) - before).toBeGreaterThanOrEqual(4)
  expect(await numberOf('parley_calls_total{procedure="messages.send",status="200"}')).toBe(2)
  expect(await numberOf('parley_calls_total{procedure="messages.send",status="400"}')).toBe(1)
  expect(await numberOf('parley_send_seconds_count')).toBe(2)
  expect(await numberOf('parley_send_seconds_sum')).toBeGreaterThan(0)
})

test('who watches sees the database, the passwords that wait, the event loop and the memory', async () => {
  expect(await numberOf('parley_database_connections')).toBeGreaterThan(0)
  expect(await numberOf('parley_database_waiting')).toBe(0)
  const waves = Promise.all(Array.from({ length: 12 }, () => app.person('eve')))
  await expect.poll(() => numberOf('parley_passwords_waiting'), { interval: 2 }).toBeGreaterThan(0)
  await waves
  expect(await numberOf('parley_passwords_waiting')).toBe(0)
  expect(await numberOf('nodejs_eventloop_lag_seconds')).toBeGreaterThanOrEqual(0)
  expect(await numberOf('process_resident_memory_bytes')).toBeGreaterThan(1e6)
})

test('names of procedures that do not exist make no new lines', async () => {
  await fetch(`${app.url}/trpc/made.up.by.eve`)
  const { body } = await ask()
  expect(body).not.toContain('made.up')
  expect(body).toContain('parley_calls_total{procedure="unknown",status="404"} 1')
})

test('the metrics are for this machine, not for those whom a proxy on it lets in', async () => {
  expect((await ask()).status).toBe(200)
  expect((await ask({ 'x-forwarded-for': '203.0.113.7' })).status).toBe(403)
  expect((await ask({ host: 'chat.example.org' })).status).toBe(403)
  expect((await ask({ host: 'chat.example.org', authorization: 'Bearer something else' })).status).toBe(403)
  expect((await ask({ host: 'chat.example.org', authorization: `Bearer ${token}` })).status).toBe(200)
})
