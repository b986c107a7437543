import { createECDH, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import ece from 'http_ece'
import { generate } from 'selfsigned'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Language } from '../../schemas.ts'
import { type Person, startTestApp, type TestApp } from '../testing.ts'

let app: TestApp
let service: Server
let port: number
let ada: Person
let bob: Person
let chatId: string
/** What came to the push service, by endpoint. */
const received = new Map<string, { body: Buffer; authorization: string }[]>()
const gone = new Set<string>()

beforeAll(async () => {
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], { keySize: 2048 })
  service = createServer({ key, cert }, (req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      const path = req.url ?? ''
      received.set(path, [
        ...(received.get(path) ?? []),
        { body: Buffer.concat(chunks), authorization: req.headers.authorization ?? '' },
      ])
      res.writeHead(gone.has(path) ? 410 : 201).end()
    })
  })
  service.listen(0, '127.0.0.1')
  await once(service, 'listening')
  port = (service.address() as AddressInfo).port
  app = await startTestApp({ PUSH_TO_PRIVATE_HOSTS: 'yes' })
})
beforeEach(async () => {
  ada = await app.person('ada')
  bob = await app.person('bob')
  chatId = (await ada.groups.create({ title: 'Engines', userIds: [bob.id] })).chatId
})
afterAll(async () => {
  await app.stop()
  service.close()
  delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
})

/** A browser's end of Web Push: its keys, and what it can read of what came. */
async function browserOf(person: Person, language?: Language) {
  const path = `/push/${randomBytes(8).toString('hex')}`
  const ecdh = createECDH('prime256v1')
  const auth = randomBytes(16)
  const p256dh = ecdh.generateKeys().toString('base64url')
  const endpoint = `https://localhost:${port}${path}`
  await person.push.subscribe({ endpoint, p256dh, auth: auth.toString('base64url'), language })
  const notes = () =>
    (received.get(path) ?? []).map(({ body }): { title: string; body: string; chatId: string | null } =>
      JSON.parse(
        ece
          .decrypt(body, { version: 'aes128gcm', privateKey: ecdh, authSecret: auth.toString('base64url') })
          .toString(),
      ),
    )
  const until = async (count: number) => {
    for (let tries = 0; tries < 100 && notes().length < count; tries++)
      await new Promise((resolve) => setTimeout(resolve, 30))
    return notes()
  }
  return { path, endpoint, notes, until }
}

test('bob, whose page is closed, is told what ada said, signed with the keys of the server', async () => {
  const browser = await browserOf(bob)
  await ada.say(chatId, 'it held, all 40 minutes of it')
  expect(await browser.until(1)).toEqual([
    { title: 'Ada · Engines', body: 'it held, all 40 minutes of it', chatId, tag: chatId },
  ])
  const { publicKey } = await bob.push.key()
  expect(received.get(browser.path)?.[0]?.authorization).toContain(`k=${publicKey}`)
})

test('nobody is told of his own words, and in a direct chat the title is who said it', async () => {
  const [adas, bobs] = [await browserOf(ada), await browserOf(bob)]
  const { chatId: direct } = await ada.chats.openDirect({ userId: bob.id })
  await ada.say(direct, '/me waves')
  expect(await bobs.until(1)).toMatchObject([{ title: 'Ada', body: 'Ada waves' }])
  expect(adas.notes()).toEqual([])
})

test('only what bob wants to hear is told: mentions, or nothing, or not now', async () => {
  const browser = await browserOf(bob)
  await bob.chats.notify({ chatId, notify: 'mentions' })
  await ada.say(chatId, 'not for you')
  await ada.say(chatId, `for you, @${bob.username}`)
  expect(await browser.until(1)).toMatchObject([{ body: `for you, @${bob.username}` }])
  await bob.chats.notify({ chatId, notify: 'nothing' })
  await ada.say(chatId, `again for you, @${bob.username}`)
  await bob.chats.notify({ chatId, notify: 'all', mutedUntil: new Date(Date.now() + 60_000) })
  await ada.say(chatId, 'quiet, please')
  await bob.chats.notify({ chatId, mutedUntil: null })
  await ada.say(chatId, 'loud again')
  expect(await browser.until(2)).toMatchObject([{ body: `for you, @${bob.username}` }, { body: 'loud again' }])
})

test('the device that looks at the chat is not told', async () => {
  const browser = await browserOf(bob)
  const following = await bob.follow()
  const heads = following.news.find((news) => news.type === 'heads')
  const connectionId = heads?.type === 'heads' ? (heads.connectionId ?? '') : ''
  await following.until(() => following.news.some(({ type }) => type === 'presence'))
  await bob.live.look({ connectionId, chatId })
  await ada.say(chatId, 'you see this')
  await bob.live.look({ connectionId, chatId: null })
  await ada.say(chatId, 'you do not')
  expect(await browser.until(1)).toMatchObject([{ body: 'you do not' }])
})

test('an endpoint that is gone is forgotten, and one goes with its session', async () => {
  const browser = await browserOf(bob)
  gone.add(browser.path)
  await ada.say(chatId, 'hello')
  await browser.until(1)
  const count = async () =>
    (await app.db.selectFrom('pushTargets').select('endpoint').where('userId', '=', bob.id).execute()).length
  for (let tries = 0; tries < 50 && (await count()) > 0; tries++)
    await new Promise((resolve) => setTimeout(resolve, 20))
  expect(await count()).toBe(0)
  await browserOf(bob)
  expect(await count()).toBe(1)
  await bob.auth.logout()
  expect(await count()).toBe(0)
})

test('the test button reaches this browser', async () => {
  const browser = await browserOf(bob)
  expect(await bob.push.test()).toEqual({ sent: 1 })
  expect(await browser.until(1)).toMatchObject([{ title: 'Parley', body: 'Notifications work in this browser.' }])
})

test('a browser is told in its language, and in another as soon as that was chosen', async () => {
  const browser = await browserOf(bob, 'de')
  await bob.push.test()
  expect(await browser.until(1)).toMatchObject([{ body: 'Benachrichtigungen funktionieren in diesem Browser.' }])
  await bob.push.setLanguage({ endpoint: browser.endpoint, language: 'ar' })
  await bob.push.test()
  expect((await browser.until(2)).at(1)).toMatchObject({ body: 'تعمل الإشعارات في هذا المتصفح.' })
  const eve = await app.person('eve')
  await eve.push.setLanguage({ endpoint: browser.endpoint, language: 'en' })
  await bob.push.test()
  expect((await browser.until(3)).at(2)).toMatchObject({ body: 'تعمل الإشعارات في هذا المتصفح.' })
})

test('nobody makes the server call its own network', async () => {
  const strict = await startTestApp()
  const eve = await strict.person('eve')
  for (const endpoint of [
    'https://127.0.0.1/push',
    'https://10.0.0.1/x',
    'https://[::1]/x',
    'https://localhost/x',
    'http://push.example.org/x',
    'https://db.internal/x',
    'https://2130706433/x',
  ]) {
    await expect(eve.push.subscribe({ endpoint, p256dh: 'a'.repeat(87), auth: 'a'.repeat(22) })).rejects.toMatchObject({
      data: { reason: 'INVALID_INPUT' },
    })
  }
  await strict.stop()
})
