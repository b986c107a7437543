import 'fake-indexeddb/auto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type Person, startTestApp, type TestApp } from '../../server/testing.ts'
import { openKept } from './kept.ts'
import { askedEarly, openDevice, openLine, until } from './testing.ts'

let app: TestApp
let ada: Person
let bob: Person
let eve: Person
let ends: (() => void)[] = []

beforeAll(async () => {
  app = await startTestApp()
})
beforeEach(async () => {
  ada = await app.person('ada')
  bob = await app.person('bob')
  eve = await app.person('eve')
})
afterEach(() => {
  for (const end of ends) end()
  ends = []
})
afterAll(() => app.stop())

async function deviceOf(person: Person, place: { url: string } = app, surroundings = {}) {
  const device = openDevice(place, person, surroundings)
  ends.push(device.stop)
  await until(() => device.isOnline() && device.queryClient.isFetching() === 0, 'online')
  return device
}

/** What the server has answered reaches nobody before it is released. */
function heldAnswers(call: string) {
  const { fetch } = globalThis
  let release = () => undefined as void
  const released = new Promise<void>((resolve) => (release = resolve))
  let count = 0
  globalThis.fetch = async (...request) => {
    const answer = await fetch(...request)
    if (!new URL(answer.url).pathname.includes(call)) return answer
    count++
    await released
    return answer
  }
  return {
    count: () => count,
    release() {
      globalThis.fetch = fetch
      release()
    },
  }
}

async function lineThatIsDown() {
  const line = await lineTo()
  line.become('down')
  return line
}

async function lineTo() {
  const line = await openLine(app)
  ends.push(line.close)
  return line
}

test('bob hears what ada says, and his list says so', async () => {
  const { chatId } = await ada.chats.openDirect({ userId: bob.id })
  const device = await deviceOf(bob)
  device.look({ chatId })
  await until(() => device.window({ chatId }) !== undefined, 'the chat is open')
  await ada.say(chatId, 'hello')
  await until(() => device.texts(chatId).includes('hello'), 'hello')
  expect(device.chat(chatId)).toMatchObject({ unread: 1, lastMessage: { text: 'hello' }, title: 'Ada' })
})

test('what was seen is read, though the list of chats does not know of it yet', async () => {
  const { chatId } = await ada.chats.openDirect({ userId: bob.id })
  const { number } = await ada.say(chatId, 'hello')
  const held = heldAnswers('chats.list')
  const device = openDevice(app, bob)
  ends.push(device.stop)
  device.markRead(chatId, number)
  const unread = async () => (await bob.chats.get({ chatId })).unread
  await expect.poll(unread).toBe(0)
  held.release()
})

test('what was asked before the app was ready is shown without asking again, and what was said since comes too', async () => {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  await ada.say(chatId, 'before')
  const line = await lineTo()
  const asked = () => askedEarly(app, bob, `/chats/${chatId}`)
  line.become('down')
  const cut = openDevice(line, bob, { early: asked() })
  ends.push(cut.stop)
  cut.look({ chatId })
  await until(() => cut.texts(chatId).includes('before') && cut.chat(chatId) !== undefined, 'what was asked before')
  await ada.say(chatId, 'since')
  line.become('fine')
  await until(() => cut.texts(chatId).includes('since') && cut.chat(chatId)?.unread === 2, 'what was said since')
})

test('what was asked before the app was ready is of no use when it was refused', async () => {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  await ada.say(chatId, 'before')
  const device = await deviceOf(bob, app, { early: askedEarly(await lineThatIsDown(), bob, `/chats/${chatId}`) })
  device.look({ chatId })
  await until(() => device.texts(chatId).includes('before') && device.chat(chatId) !== undefined, 'asked again')
})

test('what was missed is not lost to what is said while it is read', async () => {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  const kept = openKept(bob.id)
  const before = await deviceOf(bob, app, { kept })
  await expect.poll(async () => (await kept.chats())?.[0]?.title).toBe('Engines')
  before.stop()
  await ada.groups.rename({ chatId, title: 'Motors' })
  const answers = heldAnswers('chats.')
  const device = openDevice(app, bob, { kept: openKept(bob.id) })
  ends.push(device.stop, answers.release)
  await until(() => device.isOnline() && answers.count() > 0, 'the chats are read')
  await ada.say(chatId, 'one')
  await until(() => answers.count() > 1, 'the chat is read')
  await ada.say(chatId, 'two')
  await until(() => device.chat(chatId)?.lastMessage?.text === 'two', 'what is said is heard')
  answers.release()
  await until(() => device.chat(chatId)?.title === 'Motors', 'what was missed')
  expect(device.chat(chatId)).toMatchObject({ unread: 2, lastMessage: { text: 'two' } })
})

test('a chat appears with its first news and goes with the membership', async () => {
  const device = await deviceOf(bob)
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  await until(() => device.chat(chatId) !== undefined, 'the group appears')
  device.look({ chatId })
  await until(() => device.members(chatId)?.members.length === 2, 'its members')
  await ada.groups.remove({ chatId, userId: bob.id })
  await until(() => device.chat(chatId) === undefined, 'the group is gone')
  expect(device.window({ chatId })).toBeUndefined()
  await ada.groups.add({ chatId, userIds: [bob.id] })
  await until(() => device.chat(chatId) !== undefined && device.window({ chatId }) !== undefined, 'the group is back')
})

test('a chat that came and went while the line was down is not shown, though it was looked at', async () => {
  const line = await lineTo()
  const device = openDevice({ url: app.url, socketUrl: line.url }, bob)
  ends.push(device.stop)
  await until(() => device.isOnline(), 'online')
  line.become('down')
  await until(() => !device.isOnline(), 'offline')
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  device.look({ chatId })
  await until(() => device.window({ chatId }) !== undefined && device.members(chatId) !== undefined, 'the chat is open')
  await ada.groups.remove({ chatId, userId: bob.id })
  line.become('fine')
  await until(() => device.isOnline(), 'online again')
  await until(() => device.window({ chatId }) === undefined && device.members(chatId) === undefined, 'the chat is gone')
})

test('two tabs of bob stay in step: what is read and said in one is so in the other', async () => {
  const { chatId } = await ada.chats.openDirect({ userId: bob.id })
  const [one, other] = [await deviceOf(bob), await deviceOf(bob)]
  for (const device of [one, other]) device.look({ chatId })
  for (const text of ['one', 'two', 'three']) await ada.say(chatId, text)
  await until(() => other.chat(chatId)?.unread === 3, 'three are unread')
  one.markRead(chatId, 2)
  await until(() => other.chat(chatId)?.unread === 1, 'one is unread')
  one.outbox.send({ chatId, text: 'four' })
  await until(() => other.texts(chatId).includes('four') && other.chat(chatId)?.unread === 0, 'four is said')
  expect(other.chats()).toEqual(one.chats())
})

test('whoever was offline catches up without a reload', async () => {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  const { chatId: other } = await eve.chats.openDirect({ userId: bob.id })
  const first = await ada.say(chatId, 'frist')
  const line = await lineTo()
  const device = await deviceOf(bob, line)
  device.look({ chatId })
  await until(() => device.texts(chatId).length === 1, 'the chat is open')

  line.become('down')
  await until(() => !device.isOnline(), 'offline')
  await ada.messages.edit({ chatId, id: first.id, text: 'first' })
  await ada.say(chatId, 'second')
  await ada.groups.rename({ chatId, title: 'Looms' })
  await ada.users.update({ displayName: 'Countess' })
  await eve.say(other, 'psst')
  const { chatId: fresh } = await eve.groups.create({ title: 'Secrets', userIds: [bob.id] })
  line.become('fine')

  await until(() => device.texts(chatId).length === 2 && device.chat(fresh) !== undefined, 'caught up')
  expect(device.texts(chatId)).toEqual(['first', 'second'])
  expect(device.chat(chatId)).toMatchObject({ title: 'Looms', unread: 2 })
  expect(device.chat(other)).toMatchObject({ unread: 1, lastMessage: { text: 'psst' } })
  await until(
    () => device.window({ chatId })?.messages.every(({ sender }) => sender.displayName === 'Countess') ?? false,
    'the new name',
  )
})

test('too much to catch up with is loaded afresh, the newest first', async () => {
  const { chatId } = await ada.chats.openDirect({ userId: bob.id })
  await ada.say(chatId, 'long ago')
  const line = await lineTo()
  const device = await deviceOf(bob, line)
  device.look({ chatId })
  await until(() => device.texts(chatId).length === 1, 'the chat is open')
  line.become('down')
  for (let said = 0; said < 510; said += 30)
    await Promise.all(Array.from({ length: 30 }, (_, index) => ada.say(chatId, `${said + index}`)))
  line.become('fine')
  await until(() => device.chat(chatId)?.unread === 511, 'the list has caught up')
  await until(() => device.window({ chatId })?.messages.at(-1)?.number === 511, 'the window has caught up')
  expect(device.window({ chatId })).toMatchObject({ hasEarlier: true, hasLater: false })
})

test('a window around an old message grows both ways until it meets the end', async () => {
  const { chatId } = await ada.chats.openDirect({ userId: bob.id })
  for (let index = 1; index <= 120; index++) await ada.say(chatId, `${index}`)
  const device = await deviceOf(bob)
  const place = { chatId, around: 60 }
  device.look(place)
  await until(() => device.window(place) !== undefined, 'the window is open')
  expect(device.window(place)).toMatchObject({ hasEarlier: true, hasLater: true })
  await device.loadEarlier(place)
  await ada.say(chatId, '121')
  await device.loadLater(place)
  await until(() => device.window(place)?.hasLater === false, 'the end')
  await ada.say(chatId, '122')
  await until(() => device.window(place)?.messages.length === 122, 'all of it')
  expect(device.window(place)?.messages.map(({ text }) => text)).toEqual(
    Array.from({ length: 122 }, (_, n) => `${n + 1}`),
  )
})

test('a name that changes is changed everywhere', async () => {
  const { chatId } = await ada.chats.openDirect({ userId: bob.id })
  await ada.say(chatId, 'hello')
  const device = await deviceOf(bob)
  device.look({ chatId })
  await until(() => device.texts(chatId).length === 1, 'the chat is open')
  await ada.users.update({ displayName: 'Countess' })
  await until(() => device.chat(chatId)?.title === 'Countess', 'the new name')
  expect(device.window({ chatId })?.messages[0]?.sender.displayName).toBe('Countess')
  expect(device.chat(chatId)?.lastMessage?.sender.displayName).toBe('Countess')
})

test('marked as unread on one device, it is unread on the other', async () => {
  const { chatId } = await ada.chats.openDirect({ userId: bob.id })
  for (const text of ['one', 'two', 'three']) await ada.say(chatId, text)
  const device = await deviceOf(bob)
  await bob.chats.read({ chatId, number: 3 })
  await until(() => device.chat(chatId)?.unread === 0, 'read')
  await bob.chats.unread({ chatId, number: 2 })
  await until(() => device.chat(chatId)?.unread === 2, 'unread')
})

test('a line that is dead without a word is replaced when the network is back', async () => {
  const { chatId } = await ada.chats.openDirect({ userId: bob.id })
  const network = new EventTarget()
  vi.stubGlobal('addEventListener', network.addEventListener.bind(network))
  vi.stubGlobal('removeEventListener', network.removeEventListener.bind(network))
  const line = await lineTo()
  const place = { url: app.url, socketUrl: line.url }
  const device = await deviceOf(bob, place, { retryDelayMs: () => 60_000 })
  device.look({ chatId })
  await until(() => device.window({ chatId }) !== undefined, 'the chat is open')
  line.goDead()
  await ada.say(chatId, 'hello')
  network.dispatchEvent(new Event('online'))
  await until(() => device.texts(chatId).includes('hello'), 'hello', 2000)
  vi.unstubAllGlobals()
})

test('what is started, stopped and started again is the same', async () => {
  const { chatId } = await ada.chats.openDirect({ userId: bob.id })
  const device = await deviceOf(bob)
  device.look({ chatId })
  device.stop()
  ends.push(device.start(() => undefined))
  device.look({ chatId })
  await until(() => device.isOnline() && device.window({ chatId }) !== undefined, 'online again')
  device.outbox.send({ chatId, text: 'hello' })
  await until(() => device.texts(chatId).includes('hello') && device.outbox.entries.get().length === 0, 'hello')
  expect(device.texts(chatId)).toEqual(['hello'])
})

test('the end of the session is told, also by a socket that does not open', async () => {
  const line = await lineTo()
  const device = await deviceOf(bob, line)
  await bob.auth.logout()
  await until(() => device.signedOut() === 1, 'signed out')
  const again = openDevice(line, bob)
  ends.push(again.stop)
  await until(() => again.signedOut() === 1, 'a socket that is refused asks who is signed in')
})

test('a revoked session is noticed at the next try, even if its end was not heard', async () => {
  const line = await lineTo()
  const device = await deviceOf(bob, line)
  line.become('down')
  await bob.auth.logout()
  line.become('fine')
  await until(() => device.signedOut() === 1, 'signed out')
})
