import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import superjson from 'superjson'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { appRouter } from '../routers/index.ts'
import { type Browser, browserAt } from '../testing-browser.ts'
import { type Person, startTestApp, type TestApp } from '../testing.ts'

let app: TestApp
let ada: Person
let browser: Browser
beforeAll(async () => {
  app = await startTestApp()
})
beforeEach(async () => {
  ada = await app.person('ada')
  browser = browserAt(app.url, { cookie: `parley=${ada.token}` })
})
afterAll(() => app.stop())

const kinds = appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>
const mutations = Object.keys(kinds).filter((name) => kinds[name]?._def.type === 'mutation')
const json = { 'content-type': 'application/json' }
const formTypes = [
  'text/plain',
  'text/plain; application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/octet-stream',
  'application/jsonp',
]

const post = (path: string, headers: Record<string, string>, body: string, from: Browser = browser) =>
  from.request(`/trpc/${path}`, { method: 'POST', headers, body })
const wrapped = (input?: unknown) => JSON.stringify(superjson.serialize(input))
const isStillSignedIn = async () => (await ada.auth.me())?.user.id === ada.id

/** What a foreign page might call itself. */
function lookAlikes({ port }: { port: number }) {
  return [
    'https://evil.example',
    'null',
    '',
    'file://',
    'http://localhost',
    `http://localhost:${port + 1}`,
    `https://localhost:${port}`,
    `http://localhost.evil.example:${port}`,
    `http://evil-localhost:${port}`,
    `http://localhost:${port}.evil.example`,
    `http://localhost:${port}@evil.example`,
    `http://localhost:${port}, https://evil.example`,
    `http://localhost:${port}/`,
    `http://127.0.0.1.nip.io:${port}`,
    `http://sub.localhost:${port}`,
  ]
}

test('every mutation from another page is refused, whatever it calls its content', async () => {
  expect(mutations.length).toBeGreaterThan(15)
  for (const name of mutations)
    for (const origin of ['https://evil.example', null]) {
      const foreign = browserAt(app.url, { origin, cookie: browser.cookie()! })
      const answers = await Promise.all([
        post(name, json, wrapped({}), foreign),
        post(name, { 'content-type': 'application/json; charset=utf-8' }, '', foreign),
        ...formTypes.map((type) => post(name, { 'content-type': type }, type.includes('x-') ? 'json=' : '', foreign)),
        post(name, { 'content-type': 'multipart/form-data; boundary=x' }, '--x--\r\n', foreign),
      ])
      expect({ name, origin, statuses: answers.map(({ status }) => status) }).toEqual({
        name,
        origin,
        statuses: [403, 403, ...formTypes.map(() => 415), 415],
      })
    }
  expect(await isStillSignedIn()).toBe(true)
})

test('a form of our own page is refused as well: only JSON changes anything', async () => {
  for (const type of formTypes) {
    const { status, error } = await post('auth.logoutEverywhere', { 'content-type': type }, '')
    expect({ type, status, reason: error?.data.reason }).toEqual({ type, status: 415, reason: 'WRONG_CONTENT_TYPE' })
  }
  const without = await browser.request('/trpc/auth.logoutEverywhere', { method: 'POST' })
  expect(without.status).toBe(415)
  expect(await isStillSignedIn()).toBe(true)
})

test('an origin that only looks like ours is refused, and nothing is answered to it', async () => {
  for (const origin of lookAlikes(app)) {
    const { status, error, headers } = await post('auth.logoutEverywhere', { ...json, origin }, wrapped())
    expect({ origin, status, reason: error?.data.reason }).toEqual({ origin, status: 403, reason: 'FOREIGN_ORIGIN' })
    expect(headers.get('access-control-allow-origin')).toBe(null)
  }
  expect(await isStillSignedIn()).toBe(true)
})

test('a browser that says the call crosses sites is believed', async () => {
  const { status } = await post('auth.logoutEverywhere', { ...json, 'sec-fetch-site': 'cross-site' }, wrapped())
  expect(status).toBe(403)
  expect(await isStillSignedIn()).toBe(true)
})

test('the page at PUBLIC_URL may call, and its neighbours may not', async () => {
  const open = await startTestApp({ PUBLIC_URL: 'https://chat.example.org/' })
  const call = (origin: string) => post('auth.guest', { ...json, origin }, wrapped(), browserAt(open.url))
  expect((await call('https://chat.example.org')).status).toBe(200)
  expect((await call(`http://127.0.0.1:${open.port}`)).status).toBe(200)
  for (const origin of [
    'http://chat.example.org',
    'https://chat.example.org:444',
    'https://chat.example.org.evil.test',
    'https://evilchat.example.org',
    'https://sub.chat.example.org',
    'https://example.org',
  ])
    expect({ origin, status: (await call(origin)).status }).toEqual({ origin, status: 403 })
  await open.stop()
})

test('a script with a token needs no origin, and a foreign page gains nothing by a token', async () => {
  const token = { authorization: `Bearer ${ada.token}` }
  const script = browserAt(app.url, { origin: null })
  expect((await post('auth.logoutEverywhere', { ...json, ...token }, wrapped({ keepThis: true }), script)).status).toBe(
    200,
  )
  const foreign = browserAt(app.url, { origin: 'https://evil.example' })
  expect((await post('auth.logoutEverywhere', { ...json, ...token }, wrapped(), foreign)).status).toBe(403)
  expect(await isStillSignedIn()).toBe(true)
})

test('nothing changes by any method but POST', async () => {
  const methods = ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
  for (const name of mutations) {
    const answers = await Promise.all(
      methods.flatMap((method) => [
        browser.request(`/trpc/${name}`, { method, headers: { origin: app.url } }),
        browser.request(`/trpc/${name}?batch=1&input=${encodeURIComponent('{"0":{"json":{}}}')}`, { method }),
      ]),
    )
    expect(answers.map(({ status }) => status)).toEqual(
      methods.flatMap((method) => (method === 'HEAD' ? [204, 204] : [405, 405])),
    )
    expect(answers.map(({ headers }) => headers.get('access-control-allow-origin'))).toEqual(answers.map(() => null))
  }
  const overridden = { ...json, 'x-http-method-override': 'POST', 'x-method-override': 'POST' }
  expect((await browser.request('/trpc/auth.logoutEverywhere', { headers: overridden })).status).toBe(405)
  expect(await isStillSignedIn()).toBe(true)
})

test('no other site learns anything: no answer carries a word of CORS', async () => {
  const foreign = { origin: 'https://evil.example' }
  const preflight = { ...foreign, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x' }
  const answers = await Promise.all([
    browser.get('auth.me', undefined, foreign),
    browser.get('chats.list', undefined, foreign),
    browser.request('/trpc/auth.logout', { method: 'OPTIONS', headers: preflight }),
    browser.request('/health', { headers: foreign }),
    browser.request('/', { headers: foreign }),
  ])
  for (const { headers } of answers)
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
})

test('a batch of 10 is answered, and one of 11 is refused as a whole', async () => {
  const refused = await batch(11)
  expect(refused.status).toBe(400)
  expect(await ada.chats.list()).toEqual([])
  const answered = await batch(10)
  expect(answered.status).toBe(200)
  expect(await ada.chats.list()).toHaveLength(10)
})

test('a batch of nothing, of commas, or of what is not there is refused', async () => {
  for (const path of ['', '?batch=1', ',,,,,?batch=1'])
    expect({ path, status: (await browser.request(`/trpc/${path}`)).status }).toEqual({ path, status: 404 })
  for (const path of [`${','.repeat(10)}?batch=1`, `${','.repeat(5000)}?batch=1`])
    expect({ path, status: (await browser.request(`/trpc/${path}`)).status }).toEqual({ path, status: 400 })
})

test('there is no procedure but those of the API', async () => {
  const names = [
    'auth.nothing',
    'auth',
    '__proto__',
    'constructor',
    'toString',
    'auth.__proto__',
    'auth.me.constructor',
    'auth/me',
    '..%2fhealth',
    'auth.me%00',
    'a'.repeat(5000),
  ]
  for (const name of names)
    for (const suffix of ['', '?batch=1']) {
      const { status, text } = await browser.request(`/trpc/${name}${suffix}`)
      expect({ name, suffix, status }).toEqual({ name, suffix, status: 404 })
      expect(text).toContain('There is no such procedure.')
    }
  for (const name of ['%', '%E0%A4%A', 'auth.me,%'])
    expect((await browser.request(`/trpc/${name}?batch=1`)).status).toBe(400)
})

test('input that is no JSON, or not ours, is refused with a sentence', async () => {
  const deep = '['.repeat(50_000) + ']'.repeat(50_000)
  const bodies = [
    '{',
    'null',
    '[]',
    '"text"',
    '{"json":',
    '{"json":{}, "meta":{"values":{"a":["undefined"]}}}',
    '{"json":{"displayName":"x"}, "meta":{"values":{"displayName":["custom","x"]}}}',
    '{"json":{"displayName":"x"}, "meta":{"values":{"displayName":[["class","x"]]}}}',
    '{"json":{"displayName":"x"}, "meta":{"values":{"displayName":["bigint"]}}}',
    '{"json":{"displayName":"x"}, "meta":{"values":{"displayName":["URL"]}}}',
    '{"json":{"displayName":"("}, "meta":{"values":{"displayName":["regexp"]}}}',
    '{"json":{"displayName":"x"}, "meta":{"values":{"__proto__":["undefined"]}}}',
    '{"json":{"displayName":"x"}, "meta":{"values":{"constructor.prototype.x":["Date"]}}}',
    '{"json":{"displayName":"x"}, "meta":{"referentialEqualities":{"displayName":["__proto__.polluted"]}}}',
    '{"json":{"__proto__":{"polluted":1},"displayName":5}}',
    `{"json":${deep}}`,
    `{"json":{"displayName":${deep}}}`,
    `{"json":{},"meta":{"values":${deep}}}`,
    deep,
    '\u0000',
    '\uFEFF{"json":{"displayName":5}}',
  ]
  for (const body of bodies) {
    const { status, error } = await post('users.update', json, body)
    expect({ body: body.slice(0, 90), status, reason: error?.data.reason }).toEqual({
      body: body.slice(0, 90),
      status: 400,
      reason: 'INVALID_INPUT',
    })
    const inAddress = encodeURIComponent(body.slice(0, 2000))
    expect((await browser.request(`/trpc/users.search?input=${inAddress}`)).status).toBe(400)
  }
  expect(({} as Record<string, unknown>)['polluted']).toBe(undefined)
  expect((await ada.users.get({ userId: ada.id })).displayName).toBe('Ada')
})

test('a body that is too large is refused, told or untold', async () => {
  const large = `{"json":{"displayName":"${'x'.repeat(300 * 1024)}"}}`
  const { status, error } = await post('users.update', json, large)
  expect({ status, reason: error?.data.reason }).toEqual({ status: 413, reason: 'TOO_LARGE' })
  const streamed = httpRequest(`${app.url}/trpc/users.update`, {
    method: 'POST',
    headers: { ...json, authorization: `Bearer ${ada.token}`, 'transfer-encoding': 'chunked' },
  })
  streamed.on('error', () => undefined)
  const answered = once(streamed, 'response')
  for (let part = 0; part < 8; part++) streamed.write('x'.repeat(64 * 1024))
  const [response] = await answered
  expect(response.statusCode).toBe(413)
  expect(await text(response)).toContain('TOO_LARGE')
  streamed.destroy()
  expect(await isStillSignedIn()).toBe(true)
})

test('following needs a socket, and HTTP says so at once', async () => {
  for (const accept of ['application/json', 'text/event-stream'])
    expect((await browser.get('live.follow', undefined, { accept })).text).toContain('WRONG_METHOD')
  expect((await browser.get('live.follow', undefined, { accept: 'application/jsonl' })).status).toBe(400)
  expect((await browser.post('live.follow')).text).toContain('WRONG_METHOD')
  expect(app.hub.count()).toMatchObject({ topics: 0, followers: 0 })
})

test('the server says that it is alive and ready, without asking who wants to know', async () => {
  const health = await browser.request('/health')
  expect({ status: health.status, text: health.text }).toEqual({ status: 200, text: '{"status":"ok"}' })
  const ready = await browser.request('/ready?x=1')
  expect({ status: ready.status, text: ready.text }).toEqual({ status: 200, text: '{"status":"ready"}' })
  expect(ready.headers.get('cache-control')).toBe('no-store')
})

test('every answer forbids to be framed, guessed at, or kept with its address', async () => {
  const answers = await Promise.all([
    browser.request('/'),
    browser.request('/some/deep/page'),
    browser.request('/health'),
    browser.get('auth.me'),
    browser.get('nothing.here'),
    browser.request('/avatars/nothing'),
    browser.request('/docs'),
    browser.request('/openapi.json'),
  ])
  for (const { headers } of answers) {
    expect(headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'/)
    expect(headers.get('content-security-policy')).not.toMatch(/script-src[^;]*unsafe/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('x-powered-by')).toBe(null)
  }
  expect((await browser.get('auth.me')).headers.get('cache-control')).toBe('no-store')
})

test('no error tells how the server is made', async () => {
  const broken = await startTestApp()
  const bob = await broken.person('bob')
  const inside = browserAt(broken.url, { cookie: `parley=${bob.token}` })
  await broken.db.schema.alterTable('members').renameTo('gone').execute()
  const answers = await Promise.all([
    inside.get('chats.list'),
    inside.post('groups.create', { title: 'Engines', userIds: [] }),
    inside.get('chats.get', { chatId: ada.id }),
    inside.post('auth.register', { username: 5 }),
    inside.request('/trpc/auth.login', { method: 'POST', headers: json, body: '{' }),
    inside.request('/trpc/%E0%A4%A'),
    inside.request('/%E0%A4%A'),
    inside.request('/..%2f..%2f..%2fetc/passwd'),
    inside.request('/avatars/..%2f..%2fpackage.json'),
    inside.request('/trpc/auth.me?input=%7B'),
  ])
  expect(answers[0]).toMatchObject({ status: 500, error: { message: 'Something went wrong on the server.' } })
  for (const { text } of answers)
    expect(text).not.toMatch(/node_modules|\.ts\b|file:|\n\s+at |relation|select |syntax|postgres|root:|stack/i)
  await broken.stop()
})

test('the door for plain JSON is guarded in the same way', async () => {
  for (const name of mutations) {
    const foreign = browserAt(app.url, { origin: 'https://evil.example', cookie: browser.cookie()! })
    const unnamed = browserAt(app.url, { origin: null, cookie: browser.cookie()! })
    const knocks = await Promise.all([
      ...[foreign, unnamed].map((from) => from.request(`/api/${name}`, { method: 'POST', headers: json, body: '{}' })),
      ...formTypes.map((type) =>
        browser.request(`/api/${name}`, { method: 'POST', headers: { 'content-type': type }, body: '' }),
      ),
      ...['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH'].map((method) => browser.request(`/api/${name}`, { method })),
      browser.request(`/api/${name}?keepThis=false`),
    ])
    expect({ name, statuses: knocks.map(({ status }) => status) }).toEqual({
      name,
      statuses: [403, 403, ...formTypes.map(() => 415), 405, 405, 405, 405, 405, 405],
    })
  }
  expect(await isStillSignedIn()).toBe(true)
})

test('plain JSON that is broken, endless or poisoned is refused with a sentence', async () => {
  const deep = '['.repeat(50_000) + ']'.repeat(50_000)
  const bodies = [
    '{',
    'null',
    '[]',
    '5',
    deep,
    `{"displayName":${deep}}`,
    '{"__proto__":{"polluted":1},"displayName":5}',
    '{"constructor":{"prototype":{"polluted":1}}}',
    '{"displayName":{"$date":"2026"}}',
    '\u0000',
  ]
  for (const body of bodies) {
    const { status, text } = await browser.request('/api/users.update', { method: 'POST', headers: json, body })
    expect({ body: body.slice(0, 50), status }).toEqual({ body: body.slice(0, 50), status: 400 })
    expect(text).toContain('INVALID_INPUT')
  }
  for (const query of [
    '?text=%E0%A4%A',
    '?__proto__=1&text=a',
    '?text=a&limit=NaN',
    '?text=a&limit=1e999',
    '?constructor=1',
  ])
    expect((await browser.request(`/api/users.search${query}`)).status).toBeLessThan(500)
  for (const name of ['', '__proto__', 'constructor', 'auth', 'auth.me/x', '%00', '%', 'a'.repeat(4000)])
    expect({ name, status: (await browser.request(`/api/${name}`)).status }).toEqual({ name, status: 404 })
  const large = { method: 'POST', headers: json, body: `{"displayName":"${'x'.repeat(300 * 1024)}"}` }
  expect((await browser.request('/api/users.update', large)).status).toBe(413)
  expect(({} as Record<string, unknown>)['polluted']).toBe(undefined)
})

test('a request that is none is ended, and the server goes on', async () => {
  const requests = [
    'GET //evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n',
    'GET http://evil.example/trpc/auth.me HTTP/1.1\r\nHost: localhost\r\n\r\n',
    'GET /trpc/auth.me HTTP/1.1\r\nHost: [\r\n\r\n',
    'GET /trpc/auth.me HTTP/1.1\r\nHost: a b\r\n\r\n',
    'GET /trpc/auth.me HTTP/1.1\r\n\r\n',
    'TRACE /trpc/auth.me HTTP/1.1\r\nHost: localhost\r\n\r\n',
    'PROPFIND /trpc/auth.me HTTP/1.1\r\nHost: localhost\r\n\r\n',
    'CONNECT /trpc/auth.me HTTP/1.1\r\nHost: localhost\r\n\r\n',
    'GET /%00 HTTP/1.1\r\nHost: localhost\r\n\r\n',
    'GET /\u0000 HTTP/1.1\r\nHost: localhost\r\n\r\n',
    'POST /trpc/auth.guest HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'POST /trpc/auth.guest HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: x\r\n\r\n',
    `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
    '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00FC\u0003\u0003',
    'GET',
  ]
  const answers = await Promise.all(requests.map((request) => raw(request)))
  const codes = answers.map((answer) => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0))
  expect(codes.filter((code) => code >= 500 && code !== 503)).toEqual([])
  expect(await isStillSignedIn()).toBe(true)
})

function batch(count: number) {
  return post(`${Array(count).fill('groups.create').join(',')}?batch=1`, json, groups(count))
}

function groups(count: number): string {
  const inputs = Array.from({ length: count }, (_, each) => [each, { json: { title: `Engine ${each}`, userIds: [] } }])
  return JSON.stringify(Object.fromEntries(inputs))
}

/** Sends bytes, and returns what comes back until the end, or for half a second. */
async function raw(bytes: string): Promise<string> {
  const socket = connect(app.port, '127.0.0.1')
  socket.on('error', () => undefined)
  socket.write(Buffer.from(bytes, 'latin1'))
  let answer = ''
  socket.on('data', (chunk) => (answer += chunk.toString('latin1')))
  await Promise.race([once(socket, 'close'), new Promise((resolve) => setTimeout(resolve, 500))])
  socket.destroy()
  return answer
}
