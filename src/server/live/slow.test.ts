import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Person, startTestApp, type TestApp } from '../testing.ts'

const mostBuffered = 256 * 1024

let app: TestApp
let ada: Person
let bob: Person
let eve: Person
let chatId: string
beforeAll(async () => {
  app = await startTestApp()
})
beforeEach(async () => {
  ada = await app.person('ada')
  bob = await app.person('bob')
  eve = await app.person('eve')
  chatId = (await ada.groups.create({ title: 'Engines', userIds: [bob.id, eve.id] })).chatId
})
afterAll(() => app.stop())

const turn = () => new Promise((resolve) => setImmediate(resolve))
const most = () => Math.max(0, ...app.sockets.all().map(({ bufferedAmount }) => bufferedAmount))

/** Says so much that what the network holds is full, and the news begin to wait here. */
async function fill(userId: string, isFull: () => boolean) {
  const person = await ada.users.get({ userId: ada.id })
  let buffered = 0
  for (let each = 0; each < 3000 && !isFull(); each++) {
    app.hub.tell([userId], { type: 'person', person: { ...person, displayName: 'x'.repeat(20_000) } })
    await turn()
    buffered = Math.max(buffered, most())
  }
  expect(isFull()).toBe(true)
  return buffered
}

test('a reader that stops has little waiting for him, and others hear everything', async () => {
  const [bobs, eves] = await Promise.all([bob.follow(), eve.follow()])
  bobs.socket().pause()
  const buffered = await fill(bob.id, () => app.hub.count().slow === 1)
  for (let number = 0; number < 30; number++) await ada.say(chatId, `${number}`)
  await eves.until(() => eves.messages(chatId).length === 30)
  expect(buffered).toBeLessThanOrEqual(mostBuffered)
  expect(most()).toBeLessThanOrEqual(mostBuffered)

  bobs.socket().resume()
  await bobs.until(() => bobs.messages(chatId).length === 30, 'what waited for him', 15_000)
  expect(bobs.messages(chatId)).toEqual(eves.messages(chatId))
  expect(bobs.news.filter(({ type }) => type === 'heads')).toHaveLength(1)
  expect(app.hub.count().slow).toBe(0)
  await Promise.all([bobs.stop(), eves.stop()])
})

test('whoever has missed what is not stored is told who is online when he reads again', async () => {
  const bobs = await bob.follow()
  bobs.socket().pause()
  await fill(bob.id, () => app.hub.count().slow === 1)
  for (let each = 0; each < 20_000; each++) app.hub.tellChats([chatId], { type: 'typing', chatId, userId: ada.id })
  await turn()
  const before = bobs.news.length
  bobs.socket().resume()
  await bobs.until(() => bobs.news.slice(before).some((one) => one.type === 'presence' && one.isWhole), 'presence')
  expect(bobs.news.filter(({ type }) => type === 'typing')).toEqual([])
  expect(bobs.news.filter(({ type }) => type === 'heads')).toHaveLength(1)
  await bobs.stop()
})

test('when too much has waited it is forgotten, and fresh heads say where the chats are', async () => {
  const bobs = await bob.follow()
  bobs.socket().pause()
  await fill(bob.id, () => app.hub.count().slow === 1)
  for (let each = 0; each < 600; each++) app.hub.tell([bob.id], { type: 'chat', chatId, isGone: false })
  const { version } = await ada.say(chatId, 'while he slept')
  bobs.socket().resume()
  const headsOf = () => bobs.news.flatMap((one) => (one.type === 'heads' ? [one] : []))
  await bobs.until(() => headsOf().length === 2, 'heads again', 15_000)
  expect(headsOf()[1]?.chats[chatId]).toBe(version)
  expect(headsOf()[1]?.connectionId).toBe(headsOf()[0]?.connectionId)
  expect(bobs.news.filter(({ type }) => type === 'chat')).toEqual([])
  await ada.say(chatId, 'awake')
  await bobs.until(() => bobs.messages(chatId).some(({ text }) => text === 'awake'))
  await bobs.stop()
})

test('a reader that never reads again is cut, though he goes on sending', { timeout: 60_000 }, async () => {
  const bobs = await bob.follow()
  bobs.socket().pause()
  await fill(bob.id, () => app.hub.count().slow === 1)
  const sending = setInterval(() => bobs.socket().send('PING'), 500)
  const before = app.hub.count().followers
  while (app.hub.count().followers === before) await new Promise((resolve) => setTimeout(resolve, 200))
  clearInterval(sending)
  expect(app.hub.count().slow).toBe(0)
  await bobs.stop()
})
