import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browserAt } from '../testing-browser.ts'
import { apiAt, startTestApp, type TestApp } from '../testing.ts'

type Line = { level: number; msg: string; requestId?: string; procedures?: string[]; [field: string]: unknown }

let app: TestApp
const lines: Line[] = []
let written = ''
beforeAll(async () => {
  app = await startTestApp({ LOG_LEVEL: 'debug' }, undefined, { write: keep })
})
afterAll(() => app.stop())

function keep(line: string) {
  written += line
  lines.push(JSON.parse(line))
}

const linesOf = (requestId: string) => lines.filter((line) => line.requestId === requestId)
const loggedOf = async (requestId: string) => {
  await expect.poll(() => linesOf(requestId).length).toBeGreaterThan(0)
  return linesOf(requestId)
}

test('a request is one line: who called what, how it ended, how long it took', async () => {
  const ada = await app.person('ada')
  const headers = { authorization: `Bearer ${ada.token}`, 'x-request-id': 'proxy-1' }
  const { headers: answered } = await fetch(`${app.url}/trpc/auth.me,chats.list?batch=1`, { headers })
  expect(answered.get('x-request-id')).toBe('proxy-1')
  const logged = await loggedOf('proxy-1')
  expect(logged).toEqual([
    expect.objectContaining({
      msg: 'Request',
      method: 'GET',
      place: '/trpc',
      procedures: ['auth.me', 'chats.list'],
      status: 200,
      ms: expect.any(Number),
      userId: ada.id,
      address: expect.any(String),
    }),
  ])
})

test('an id that could be anything is replaced by one of ours', async () => {
  const { headers } = await fetch(`${app.url}/health`, { headers: { 'x-request-id': '{"level":60}' } })
  expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
})

test('a fault of ours is answered with the id under which the log has its cause', async () => {
  const ada = await app.person('ada')
  const authorization = `Bearer ${ada.token}`
  await sql`alter table chats rename to away`.execute(app.db)
  const { error, text, headers } = await browserAt(app.url, { origin: null }).get('chats.list', undefined, {
    authorization,
  })
  await sql`alter table away rename to chats`.execute(app.db)
  const requestId = headers.get('x-request-id') ?? ''
  expect(error?.data).toMatchObject({ reason: 'INTERNAL', requestId })
  expect(text).not.toMatch(/relation|sql|\.ts/i)
  const fault = (await loggedOf(requestId)).find(({ msg }) => msg === 'A call failed')
  expect(fault).toMatchObject({ procedure: 'chats.list', error: expect.stringContaining('chats') })
})

test('also when nobody can be recognised, because the sessions cannot be read', async () => {
  await sql`alter table sessions rename to away`.execute(app.db)
  const { error, headers } = await browserAt(app.url, { origin: null }).get('auth.me', undefined, {
    authorization: 'Bearer something',
  })
  await sql`alter table away rename to sessions`.execute(app.db)
  expect(error?.data).toMatchObject({ reason: 'INTERNAL', requestId: headers.get('x-request-id') })
})

test('what people do wrong has no id to quote', async () => {
  const { error } = await browserAt(app.url).post('auth.login', { username: 'nobody', password: 'x' })
  expect(error?.data).toMatchObject({ reason: 'WRONG_PASSWORD', requestId: null })
})

test('a slow query is logged without its values', async () => {
  await sql`select pg_sleep(${1.05}::float), ${'words of ada'}::text`.execute(app.db)
  expect(lines.find(({ msg }) => msg === 'A slow query')).toMatchObject({
    ms: expect.any(Number),
    query: 'select pg_sleep($1::float), $2::text',
  })
  expect(written).not.toContain('words of ada')
})

test('the log of all that people do has no words, passwords, cookies or tokens of theirs', async () => {
  const secret = { password: 'the-password-of-eve', text: 'words-between-us', path: 'code-in-a-link' }
  const browser = browserAt(app.url)
  await browser.post('auth.guest', { displayName: 'Eve' })
  const cookie = browser.cookie()!.split('=')[1]!
  await browser.post('auth.upgrade', { username: 'evening', password: secret.password, email: 'eve@example.org' })
  await browser.post('auth.login', { username: secret.text, password: `${secret.password}!` })
  await browser.get('users.search', { text: secret.text })
  await browser.request(`/reset/${secret.path}?code=${secret.path}`)
  await browser.request(`/trpc/${secret.path}?input=${secret.path}`)
  const [ada, bob] = [await app.person('ada'), await app.person('bob')]
  await Promise.all([ada.follow(), bob.follow()])
  const { chatId } = await ada.chats.openDirect({ userId: bob.id })
  await ada.say(chatId, secret.text)
  await ada.messages.send({ id: secret.text, chatId, text: secret.text }).catch(() => undefined)
  const { whisperId } = await ada.api.whispers.start({ userId: bob.id })
  await bob.api.whispers.say({ whisperId, text: secret.text })
  await sql`alter table messages rename to away`.execute(app.db)
  await ada.say(chatId, secret.text).catch(() => undefined)
  await sql`alter table away rename to messages`.execute(app.db)
  await apiAt(app.url, { authorization: `Bearer ${ada.token}` }).auth.changePassword({
    oldPassword: ada.password,
    newPassword: secret.password,
  })
  await expect.poll(() => lines.some(({ procedures }) => procedures?.includes('auth.changePassword'))).toBe(true)
  expect(lines.some(({ msg }) => msg === 'A call failed')).toBe(true)
  const secrets = [...Object.values(secret), cookie, ada.token, bob.token, ada.password, 'eve@example.org']
  expect(secrets.filter((one) => written.includes(one))).toEqual([])
})
