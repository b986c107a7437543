import { execFile, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Person, startTestApp, type TestApp } from '../testing.ts'
import { procedures } from './procedures.ts'

let app: TestApp
let ada: Person
let bob: Person
beforeAll(async () => {
  app = await startTestApp()
  ;[ada, bob] = await Promise.all([app.person('ada'), app.person('bob')])
})
afterAll(() => app.stop())

const json = { 'content-type': 'application/json' }

async function ask(path: string, init: RequestInit = {}, token?: string) {
  const headers = new Headers(init.headers)
  if (token) headers.set('authorization', `Bearer ${token}`)
  const response = await fetch(`${app.url}/api/${path}`, { ...init, headers })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: JSON.parse(text) }
}
const post = (path: string, input: unknown, token?: string) =>
  ask(path, { method: 'POST', headers: json, body: JSON.stringify(input) }, token)

test('a script without any library of ours registers, opens a chat, sends and reads', async () => {
  const username = `eve${Date.now()}`
  const made = await post('auth.register', { username, password: 'a long password', as: 'token' })
  expect(made).toMatchObject({ status: 200, body: { user: { username, createdAt: expect.stringMatching(/Z$/) } } })
  const { token } = made.body
  const { chatId } = (await post('chats.openDirect', { userId: ada.id }, token)).body
  const sent = await post('messages.send', { id: randomUUID(), chatId, text: 'hello' }, token)
  expect(sent.body).toMatchObject({ number: 1, createdAt: expect.stringMatching(/^\d{4}-.*Z$/) })
  const page = await ask(`messages.list?chatId=${chatId}&limit=20`, {}, ada.token)
  expect(page.body).toMatchObject({ messages: [{ text: 'hello', sender: { username } }], hasLater: false })
  expect((await post('messages.list', { chatId, limit: 20 }, ada.token)).body).toEqual(page.body)
  expect((await ask('chats.list', {}, ada.token)).body[0]).toMatchObject({ id: chatId, unread: 1 })
})

const hasPython = spawnSync('python3', ['--version']).status === 0
test.skipIf(!hasPython)('so does one in Python (skipped where there is no python3)', async () => {
  const story = `
import json, sys, time, urllib.request, uuid
def call(name, token=None, **fields):
    headers = {'content-type': 'application/json'}
    if token: headers['authorization'] = 'Bearer ' + token
    request = urllib.request.Request(sys.argv[1] + '/api/' + name, json.dumps(fields).encode(), headers)
    with urllib.request.urlopen(request) as response: return json.load(response)
name = 'python' + str(time.time_ns())
token = call('auth.register', username=name, password='a long password', **{'as': 'token'})['token']
chat = call('chats.openDirect', token, userId=sys.argv[2])['chatId']
call('messages.send', token, id=str(uuid.uuid4()), chatId=chat, text='hello from Python')
print(call('messages.list', token, chatId=chat)['messages'][0]['text'])
try: call('chats.openDirect', token, userId=call('auth.me', token)['user']['id'])
except urllib.error.HTTPError as fault: print(fault.code, json.load(fault)['error']['reason'])
`
  const { stdout, stderr } = await promisify(execFile)('python3', ['-c', story, app.url, ada.id], { timeout: 20_000 })
  expect(stderr).toBe('')
  expect(stdout).toBe('hello from Python\n400 SELF_CHAT_BLOCKED\n')
})

test('every procedure but following can be called', async () => {
  for (const [name, procedure] of procedures) {
    const { type } = procedure._def
    const { token } = await app.person('eve')
    const { status, body } = await post(name, {}, token)
    const reason = body?.error?.reason
    const isRight = type === 'subscription' ? reason === 'WRONG_METHOD' : reason !== 'NO_SUCH_PROCEDURE' && status < 500
    expect([name, status, reason, isRight]).toEqual([name, status, reason, true])
  }
})

test('times are text', async () => {
  const { chatId } = await ada.chats.openDirect({ userId: bob.id })
  const mutedUntil = '2100-01-02T03:04:05.000Z'
  expect(await post('chats.notify', { chatId, notify: 'nothing', mutedUntil }, ada.token)).toMatchObject({
    status: 200,
    body: null,
  })
  expect((await ask(`chats.get?chatId=${chatId}`, {}, ada.token)).body).toMatchObject({ notify: 'nothing', mutedUntil })
  const wrong = await post('chats.notify', { chatId, mutedUntil: 'tomorrow' }, ada.token)
  expect(wrong.body.error).toMatchObject({ reason: 'INVALID_INPUT', fields: { mutedUntil: 'A time is needed.' } })
})

test('a refusal keeps its reason, its sentence and its fields', async () => {
  expect(await post('auth.login', { username: 'nobody', password: 'wrong' })).toMatchObject({
    status: 401,
    body: { error: { reason: 'WRONG_PASSWORD', message: 'The username or the password is wrong.', requestId: null } },
  })
  const { chatId } = await ada.chats.openDirect({ userId: bob.id })
  const { body } = await post('messages.list', { chatId, limit: 101 }, ada.token)
  expect(body.error.fields).toEqual({ limit: 'The limit is at most 100.' })
  expect(await ask('chats.list')).toMatchObject({ status: 401, body: { error: { reason: 'NOT_SIGNED_IN' } } })
  expect(await ask('no.such')).toMatchObject({ status: 404, body: { error: { reason: 'NO_SUCH_PROCEDURE' } } })
})

test('what is no call is refused with a reason, too', async () => {
  const reasonOf = async (answer: ReturnType<typeof ask>) => (await answer).body.error.reason
  expect(await reasonOf(ask('auth.guest'))).toBe('WRONG_METHOD')
  expect(await reasonOf(ask('auth.guest', { method: 'POST', body: '{}' }))).toBe('WRONG_CONTENT_TYPE')
  expect(await reasonOf(ask('auth.guest', { method: 'POST', headers: json, body: '{' }))).toBe('INVALID_INPUT')
  const large = JSON.stringify({ image: 'a'.repeat(300_000) })
  expect(await reasonOf(ask('account.setAvatar', { method: 'POST', headers: json, body: large }, ada.token))).toBe(
    'TOO_LARGE',
  )
  const polluting = '{"__proto__":{"isAdmin":true},"displayName":"Eve"}'
  expect(await reasonOf(ask('auth.guest', { method: 'POST', headers: json, body: polluting }))).toBe('INVALID_INPUT')
})

test('a page of another site cannot use the cookie here either', async () => {
  const headers = { ...json, cookie: `parley=${ada.token}`, origin: 'https://eve.example.org' }
  const { status, body } = await ask('auth.logoutEverywhere', { method: 'POST', headers, body: '{}' })
  expect([status, body.error.reason]).toEqual([403, 'FOREIGN_ORIGIN'])
  expect(await ada.auth.me()).toMatchObject({ user: { id: ada.id } })
})
