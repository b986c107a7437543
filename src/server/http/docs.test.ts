import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { openBrowser } from '../../client/testing.ts'
import { startTestApp, type TestApp } from '../testing.ts'
import { descriptions } from './descriptions.ts'
import type { describeApi, Operation } from './openapi.ts'
import { procedures } from './procedures.ts'

let app: TestApp
let api: ReturnType<typeof describeApi>
beforeAll(async () => {
  app = await startTestApp()
  api = (await (await fetch(`${app.url}/openapi.json`)).json()) as typeof api
})
afterAll(() => app.stop())

const operations = () => Object.values(api.paths).flatMap((path) => Object.values<Operation>(path))
const named = (operationId: string) => operations().find((one) => one.operationId === operationId)

test('the document has every procedure but following, which it describes in words', () => {
  const callable = [...procedures].filter(([, { _def }]) => _def.type !== 'subscription').map(([name]) => name)
  expect(api.openapi).toBe('3.1.0')
  expect(Object.keys(api.paths).toSorted()).toEqual(callable.map((name) => `/api/${name}`).toSorted())
  expect(new Set(operations().map(({ operationId }) => operationId)).size).toBe(callable.length)
  expect(api.info.description).toContain('live.follow')
})

test('every procedure is described in descriptions.ts', () => {
  const missing = [...procedures].filter(
    ([name, { _def }]) => _def.type !== 'subscription' && !Object.hasOwn(descriptions, name),
  )
  expect(missing.map(([name]) => name)).toEqual([])
})

test('the document says who may call what, and what is needed for it', () => {
  expect(named('auth_login')?.security).toEqual([])
  expect(named('messages_send')?.security).toEqual([{ token: [] }])
  expect(named('admin_users')?.description).toBe('For admins of this server.')
  const sending = named('messages_send')?.requestBody?.content['application/json'].schema
  expect(sending?.required).toEqual(['chatId', 'id', 'text'])
  expect(sending?.additionalProperties).toBe(false)
  const listing = named('messages_list')?.parameters
  expect(listing?.find(({ name }) => name === 'limit')?.schema).toEqual({ type: 'integer', minimum: 1, maximum: 100 })
  expect(JSON.stringify(named('messages_list')?.responses[200])).toContain('#/components/schemas/Message')
})

test('whatever the document refers to is in it', () => {
  const references = JSON.stringify(api).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)
  const missing = [...references].map(([, name = '']) => name).filter((name) => !(name in api.components.schemas))
  expect(missing).toEqual([])
  expect(Object.keys(api.components.schemas)).toEqual(expect.arrayContaining(['Message', 'Chat', 'News', 'Fault']))
})

test('who follows as the introduction says hears the heads', async () => {
  const { token } = await app.person('ada')
  const frame = /^\{"id":1,"method":"subscription".*$/m.exec(api.info.description)?.[0] ?? ''
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}/trpc`, {
    headers: { authorization: `Bearer ${token}` },
  })
  const frames: { result?: { type: string; data?: { json: { type: string }[] } } }[] = []
  socket.on('open', () => socket.send(frame))
  socket.on('message', (one: Buffer) => frames.push(JSON.parse(one.toString())))
  await expect.poll(() => frames.length).toBeGreaterThan(1)
  expect(frames[0]).toEqual({ id: 1, result: { type: 'started' } })
  expect(frames[1]?.result?.data?.json[0]?.type).toBe('heads')
  socket.close()
})

test('a person reads the page and tries a call in it, under the strict policy', async () => {
  const browser = await openBrowser()
  const page = await browser.newPage()
  const faults: string[] = []
  page.on('console', (line) => line.type() === 'error' && faults.push(line.text()))
  page.on('pageerror', (error) => faults.push(error.message))
  const response = await page.goto(`${app.url}/docs#auth_guest`)
  expect(response?.headers()['content-security-policy']).toContain("script-src 'self'")
  const guest = page.locator('#auth_guest')
  await guest.getByLabel('Input').fill('{"displayName": "A reader"}')
  await guest.getByRole('button', { name: 'Call' }).click()
  await expect.poll(() => guest.locator('output').textContent()).toMatch(/^200 in [\s\S]*"A reader"/)
  await page.goto(`${app.url}/docs#chats_list`)
  await page.locator('#chats_list').getByRole('button', { name: 'Call' }).click()
  await expect.poll(() => page.locator('#chats_list output').textContent()).toMatch(/^200 in [\s\S]*\[\]/)
  await page.getByLabel('Token').fill('wrong')
  await page.locator('#chats_list').getByRole('button', { name: 'Call' }).click()
  await expect.poll(() => page.locator('#chats_list output').textContent()).toMatch(/^401 in [\s\S]*NOT_SIGNED_IN/)
  expect(faults.filter((fault) => !fault.includes('401'))).toEqual([])
  expect(await page.title()).toBe('API of Parley')
  if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/docs.png` })
  await browser.close()
})
