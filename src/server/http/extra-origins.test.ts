import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { browserAt } from '../testing-browser.ts'
import { startTestApp, type TestApp } from '../testing.ts'

const extra = 'https://intranet.example.org'
const eves = 'https://eve.example.org'
let closed: TestApp
let open: TestApp
beforeAll(async () => {
  ;[closed, open] = [await startTestApp(), await startTestApp({ EXTRA_ORIGINS: ` ${extra}, https://b.example.org` })]
})
afterAll(() => Promise.all([closed.stop(), open.stop()]))

const permissions = (headers: Headers) => [...headers.keys()].filter((name) => name.startsWith('access-control-'))
const question = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' }

async function openSocket(url: string, origin: string, cookie: string) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/trpc`, { headers: { origin, cookie } })
  const answer = await new Promise((resolve) => {
    socket.on('open', () => resolve('open'))
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode))
    socket.on('error', () => undefined)
  })
  socket.terminate()
  return answer
}

test('pages of other sites may read nothing here', async () => {
  for (const [app, origin] of [
    [closed, extra],
    [open, eves],
    [open, 'null'],
    [open, `${extra}.evil.example`],
  ] as const) {
    const asked = await fetch(`${app.url}/trpc/auth.me`, { method: 'OPTIONS', headers: { ...question, origin } })
    const read = await fetch(`${app.url}/trpc/auth.me`, { headers: { origin } })
    expect([...permissions(asked.headers), ...permissions(read.headers)]).toEqual([])
    expect((await browserAt(app.url, { origin }).post('auth.guest')).error?.data.reason).toBe('FOREIGN_ORIGIN')
  }
})

test('a page of EXTRA_ORIGINS may call with its cookie, across sites, and open a socket', async () => {
  const asked = await fetch(`${open.url}/trpc/auth.guest`, {
    method: 'OPTIONS',
    headers: { ...question, origin: extra },
  })
  expect(asked.status).toBe(204)
  expect(asked.headers.get('access-control-allow-origin')).toBe(extra)
  expect(asked.headers.get('access-control-allow-credentials')).toBe('true')
  expect(asked.headers.get('access-control-allow-headers')).toContain('content-type')
  const browser = browserAt(open.url, { origin: extra })
  const made = await browser.post('auth.guest', undefined, { 'sec-fetch-site': 'cross-site' })
  expect(made.status).toBe(200)
  expect(made.headers.get('access-control-allow-origin')).toBe(extra)
  expect(made.headers.get('vary')).toMatch(/origin/i)
  expect(await openSocket(open.url, extra, browser.cookie()!)).toBe('open')
  expect(await openSocket(open.url, eves, browser.cookie()!)).toBe(403)
})

test('the cookie goes to pages of other sites only where the operator allows some, and only over https', async () => {
  const publicUrl = 'https://chat.example.org'
  const both = await startTestApp({ PUBLIC_URL: publicUrl, EXTRA_ORIGINS: extra })
  const { cookies } = await browserAt(both.url, { origin: extra }).post('auth.guest')
  expect(cookies[0]).toMatch(/SameSite=None/)
  expect(cookies[0]).toMatch(/Secure/)
  await both.stop()
  expect((await browserAt(open.url, { origin: extra }).post('auth.guest')).cookies[0]).toMatch(/SameSite=Lax/)
})

test('what is no origin is refused at the start', async () => {
  await expect(startTestApp({ EXTRA_ORIGINS: 'example.org' })).rejects.toThrow('EXTRA_ORIGINS must be origins')
  await expect(startTestApp({ EXTRA_ORIGINS: 'https://example.org/chat' })).rejects.toThrow('EXTRA_ORIGINS')
})
