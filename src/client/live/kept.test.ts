import 'fake-indexeddb/auto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Person, startTestApp, type TestApp } from '../../server/testing.ts'
import { enter, leave } from '../leaving.ts'
import { keepMe, keptMe, openKept } from './kept.ts'
import { openDevice, openLine, until } from './testing.ts'
import { openUnsent } from './unsent.ts'

let app: TestApp
let ada: Person
let bob: Person
let line: Awaited<ReturnType<typeof openLine>>
let chatId: string
let ends: (() => void)[] = []
const unsent = { id: 'one', chatId: 'a chat', text: 'hello', replyTo: null, createdAt: new Date(), fault: null }

beforeAll(async () => {
  app = await startTestApp()
})
beforeEach(async () => {
  ada = await app.person('ada')
  bob = await app.person('bob')
  line = await openLine(app)
  ends.push(line.close)
  chatId = (await ada.groups.create({ title: 'Engines', userIds: [bob.id] })).chatId
  await ada.say(chatId, 'one')
})
afterEach(() => {
  for (const end of ends) end()
  ends = []
})
afterAll(() => app.stop())

function open() {
  const device = openDevice(line, bob, { kept: openKept(bob.id) })
  ends.push(device.stop)
  return device
}

/** Bob has looked at the chat, and has closed the page. */
async function lookAndLeave() {
  const device = open()
  device.look({ chatId })
  await until(
    () => device.isOnline() && device.texts(chatId).length === 1 && device.members(chatId) !== undefined,
    'open',
  )
  await isKept()
  device.stop()
}

async function isKept() {
  const kept = openKept(bob.id)
  while (
    !(await kept.window(chatId)) ||
    !(await kept.members(chatId)) ||
    !(await kept.chats()) ||
    !(await kept.epoch())
  )
    await new Promise((resolve) => setTimeout(resolve, 20))
}

test('without a network the app opens with what was read before, and catches up when there is one', async () => {
  await lookAndLeave()
  line.become('down')
  await ada.say(chatId, 'two')
  const device = open()
  device.look({ chatId })
  await until(() => device.texts(chatId).length === 1, 'the messages are there')
  await until(() => device.chats().length === 1, 'the list is there')
  expect(device.isOnline()).toBe(false)
  expect(device.chat(chatId)).toMatchObject({ title: 'Engines', lastMessage: { text: 'one' } })
  line.become('fine')
  await until(() => device.texts(chatId).length === 2, 'caught up')
  await until(() => device.chat(chatId)?.unread === 2, 'the list has caught up')
  expect(device.members(chatId)?.members).toHaveLength(2)
})

test('what was kept is not fetched again, only what has changed since', async () => {
  await lookAndLeave()
  await ada.say(chatId, 'two')
  const device = open()
  device.look({ chatId })
  await until(() => device.isOnline() && device.texts(chatId).length === 2, 'caught up')
  expect(device.window({ chatId })?.messages.map(({ number }) => number)).toEqual([1, 2, 3])
})

test('a chat that bob was put out of meanwhile is gone, from the browser too', async () => {
  await lookAndLeave()
  await ada.groups.remove({ chatId, userId: bob.id })
  const device = open()
  device.look({ chatId })
  await until(() => device.isOnline() && device.chats().length === 0, 'the list is empty')
  await until(() => device.window({ chatId }) === undefined && device.members(chatId) === undefined, 'nothing is shown')
  const kept = openKept(bob.id)
  expect([await kept.window(chatId), await kept.members(chatId)]).toEqual([undefined, undefined])
})

test('nothing that was kept of another database is believed', async () => {
  await lookAndLeave()
  const kept = openKept(bob.id)
  const window = (await kept.window(chatId))!
  kept.keepEpoch('another')
  kept.keepWindow(chatId, { ...window, messages: window.messages.map((message) => ({ ...message, text: 'of old' })) })
  while ((await kept.epoch()) !== 'another') await new Promise((resolve) => setTimeout(resolve, 20))
  const device = open()
  device.look({ chatId })
  await until(() => device.isOnline() && device.texts(chatId).join() === 'one', 'read afresh')
})

test('whoever signs out leaves nothing behind', async () => {
  await lookAndLeave()
  const device = open()
  await until(() => device.isOnline(), 'online')
  await bob.auth.logout({})
  await until(() => device.signedOut() === 1, 'signed out')
  await leave(bob.id)
  const kept = openKept(bob.id)
  expect([await kept.window(chatId), await kept.chats(), await kept.epoch()]).toEqual([undefined, undefined, undefined])
})

test('a tab that hears late that ada has gone leaves bob what he has begun since', async () => {
  await keepMe((await ada.auth.me())!)
  await enter((await bob.auth.me())!)
  await lookAndLeave()
  await openUnsent(bob.id).put(unsent)
  await leave(ada.id)
  expect(await openKept(bob.id).window(chatId)).toBeDefined()
  expect(await openUnsent(bob.id).all()).toHaveLength(1)
  await leave(bob.id)
  expect(await openKept(bob.id).window(chatId)).toBeUndefined()
  expect(await openUnsent(bob.id).all()).toEqual([])
})

test('whoever comes finds nothing of who was here before', async () => {
  await enter((await bob.auth.me())!)
  await lookAndLeave()
  await openUnsent(bob.id).put(unsent)
  await enter((await ada.auth.me())!)
  expect(await openKept(bob.id).window(chatId)).toBeUndefined()
  expect(await openUnsent(bob.id).all()).toEqual([])
  expect((await keptMe())?.user.id).toBe(ada.id)
})
