import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../testing.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())

const get = (path: string, accepts = 'br') => fetch(`${app.url}${path}`, { headers: { 'accept-encoding': accepts } })

test('the page comes compressed, its parts are kept for ever, and the page itself is asked for anew', async () => {
  const page = await get('/')
  expect(page.headers.get('cache-control')).toBe('no-cache')
  const [script = ''] = /\/assets\/[\w-]+\.js/.exec(await page.text()) ?? []
  const part = await get(script)
  expect(part.headers.get('content-encoding')).toBe('br')
  expect(part.headers.get('cache-control')).toContain('immutable')
  expect((await get(script, 'gzip')).headers.get('content-encoding')).toBe('gzip')
})

test('every address of the app is the page, and a part that is no more is not', async () => {
  expect(await (await get('/chats/01900000-0000-7000-8000-000000000000')).text()).toContain('<div id="app"')
  const gone = await get('/assets/gone-12345678.js')
  expect(gone.headers.get('content-type') ?? '').not.toContain('javascript')
})

test('the page names early what its reader will want: the chats of who has a session, the door for everybody else', async () => {
  const wantedBy = async (headers: Record<string, string>) => {
    const page = await (await fetch(app.url, { headers })).text()
    return [...page.matchAll(/rel="modulepreload"[^>]* href="\/assets\/(\w+)-/g)].map(([, name]) => name)
  }
  const ada = await app.person('ada')
  const [known, unknown] = [await wantedBy({ cookie: `parley=${ada.token}` }), await wantedBy({})]
  expect(known).toEqual(expect.arrayContaining(['frame', 'home', 'MarkedText']))
  expect(known).not.toContain('Welcome')
  expect(unknown).toEqual(expect.arrayContaining(['frame', 'Welcome']))
  expect(unknown).not.toContain('home')
})
