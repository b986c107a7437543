import 'fake-indexeddb/auto'
import { v7 as uuid } from 'uuid'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Person, startTestApp, type TestApp } from '../../server/testing.ts'
import { openDevice, openLine, until } from './testing.ts'
import { clearUnsent, openUnsent } from './unsent.ts'

let app: TestApp
let ada: Person
let bob: Person
let chatId: string
let ends: (() => void)[] = []

beforeAll(async () => {
  app = await startTestApp()
})
beforeEach(async () => {
  ada = await app.person('ada')
  bob = await app.person('bob')
  chatId = (await ada.chats.openDirect({ userId: bob.id })).chatId
})
afterEach(() => {
  for (const end of ends) end()
  ends = []
})
afterAll(() => app.stop())

function deviceOf(person: Person, place: { url: string } = app, locks?: Pick<LockManager, 'request'>) {
  const device = openDevice(place, person, { locks })
  ends.push(device.stop)
  device.look({ chatId })
  return device
}

async function lineTo() {
  const line = await openLine(app)
  ends.push(line.close)
  return line
}

const said = async () => (await bob.messages.list({ chatId, limit: 100 })).messages.map(({ text }) => text)
const twenty = Array.from({ length: 20 }, (_, index) => `message ${index + 1}`)

test('what ada says is shown at once and never disappears until it is stored', async () => {
  const device = deviceOf(ada)
  await until(() => device.window({ chatId }) !== undefined && device.isOnline(), 'the chat is open')
  const id = device.outbox.send({ chatId, text: 'hello' })
  const isShown = () => {
    const isStored = device.window({ chatId })?.messages.some((message) => message.id === id)
    return isStored || device.outbox.entries.get().some((entry) => entry.id === id)
  }
  expect(isShown()).toBe(true)
  const gaps: string[] = []
  const look = () => isShown() || gaps.push('gone')
  const unlisten = [device.outbox.entries.subscribe(look), device.queryClient.getQueryCache().subscribe(look)]
  await until(() => device.texts(chatId).includes('hello') && device.outbox.entries.get().length === 0, 'stored')
  for (const end of unlisten) end()
  expect(gaps).toEqual([])
})

test('twenty unsent messages survive a crash and arrive once, in order', async () => {
  const line = await lineTo()
  line.become('down')
  const crashed = deviceOf(ada, line)
  for (const text of twenty) crashed.outbox.send({ chatId, text })
  await until(() => crashed.outbox.entries.get().length === 20, 'written')
  const kept = openUnsent(ada.id)
  while ((await kept.all()).length < 20) await new Promise((resolve) => setTimeout(resolve, 10))
  crashed.stop()
  expect(await said()).toEqual([])

  line.become('fine')
  const device = deviceOf(ada, line)
  await until(() => device.texts(chatId).length === 20, 'all of them have arrived')
  expect(await said()).toEqual(twenty)
  await until(() => device.outbox.entries.get().length === 0, 'the outbox is empty')
  expect(await kept.all()).toEqual([])
})

test('a line that loses every answer stores each message once, in order', async () => {
  const line = await lineTo()
  const device = deviceOf(ada, line)
  await until(() => device.isOnline(), 'online')
  line.become('no answers')
  for (const text of twenty) device.outbox.send({ chatId, text })
  await until(() => !device.isOnline(), 'the line is lost')
  while ((await said()).length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
  line.become('fine')
  await until(() => device.outbox.entries.get().length === 0, 'all of it is acknowledged')
  expect(await said()).toEqual(twenty)
})

test('sockets and requests that are cut in mid-send lose nothing and double nothing', async () => {
  const line = await lineTo()
  const device = deviceOf(ada, line)
  for (const text of twenty) {
    device.outbox.send({ chatId, text })
    if (Math.random() < 0.5) {
      line.become('down')
      await new Promise((resolve) => setTimeout(resolve, 15))
      line.become('fine')
    }
  }
  await until(() => device.outbox.entries.get().length === 0, 'the outbox is empty')
  expect(await said()).toEqual(twenty)
  await until(() => device.texts(chatId).length === 20, 'all of them are shown')
})

test('a refused message says why, and does not hold up the next', async () => {
  const device = deviceOf(ada)
  const id = device.outbox.send({ chatId, text: 'an answer to nothing', replyTo: uuid() })
  device.outbox.send({ chatId, text: 'the next' })
  await until(() => device.texts(chatId).includes('the next'), 'the next is sent')
  await until(() => device.outbox.entries.get().length === 1, 'it has left the outbox')
  expect(device.outbox.entries.get()).toEqual([
    expect.objectContaining({ id, state: 'failed', fault: 'There is no such message.' }),
  ])
  device.outbox.retry(id)
  await until(() => device.outbox.entries.get()[0]?.state === 'failed', 'refused again')
  device.outbox.discard(id)
  expect(device.outbox.entries.get()).toEqual([])
  await expect.poll(() => openUnsent(ada.id).all()).toEqual([])
})

test('what was refused is still there after a reload, with its reason', async () => {
  const device = deviceOf(ada)
  device.outbox.send({ chatId, text: 'an answer to nothing', replyTo: uuid() })
  await until(() => device.outbox.entries.get()[0]?.state === 'failed', 'refused')
  device.stop()
  const again = deviceOf(ada)
  await until(() => again.outbox.entries.get()[0]?.state === 'failed', 'still refused')
  expect(again.outbox.entries.get()[0]?.fault).toBe('There is no such message.')
})

test('what a page was told of its refusal as it closed, the next one says', async () => {
  const line = await lineTo()
  line.become('down')
  const unsent = { id: uuid(), chatId, text: 'hello', replyTo: null, createdAt: new Date(), fault: null }
  await openUnsent(ada.id).put(unsent)
  const device = deviceOf(ada, line)
  await until(() => device.outbox.entries.get()[0]?.state === 'waiting', 'it waits')
  await openUnsent(ada.id).put({ ...unsent, fault: 'You are not in this chat.' })
  line.become('fine')
  await until(() => device.outbox.entries.get()[0]?.state === 'failed', 'it is known to have failed')
  expect(device.outbox.entries.get()[0]?.fault).toBe('You are not in this chat.')
})

test('what is refused after ada has signed out is not kept again', async () => {
  const device = deviceOf(ada)
  await until(() => device.isOnline(), 'online')
  device.outbox.send({ chatId, text: 'an answer to nothing', replyTo: uuid() })
  await until(() => device.outbox.entries.get()[0]?.state === 'sending', 'on its way')
  device.stop()
  await clearUnsent()
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(await openUnsent(ada.id).all()).toEqual([])
})

test('two tabs have one outbox: both show it, one sends it', async () => {
  const calls = countSends()
  const line = await lineTo()
  line.become('down')
  const locks = fairLocks()
  const [one, other] = [deviceOf(ada, line, locks), deviceOf(ada, line, locks)]
  for (const text of twenty) one.outbox.send({ chatId, text })
  await until(() => other.outbox.entries.get().length === 20, 'the other tab shows them')
  line.become('fine')
  for (const device of [one, other]) await until(() => device.outbox.entries.get().length === 0, 'the outbox is empty')
  // The news of a message may overtake the answer to its sending.
  await until(() => calls() === 20, 'all of them are answered')
  expect(await said()).toEqual(twenty)
  expect(calls()).toBe(20)
  expect(one.texts(chatId)).toEqual(twenty)
  await until(() => other.texts(chatId).length === 20, 'the other tab has them')
})

test('when the tab that wrote it is closed, the other one sends it', async () => {
  const line = await lineTo()
  line.become('down')
  const locks = fairLocks()
  const [one, other] = [deviceOf(ada, line, locks), deviceOf(ada, line, locks)]
  one.outbox.send({ chatId, text: 'last words' })
  await until(() => other.outbox.entries.get().length === 1, 'the other tab shows it')
  one.stop()
  line.become('fine')
  await until(() => other.texts(chatId).includes('last words'), 'it is said')
  expect(await said()).toEqual(['last words'])
})

test('each tab without locks may send: it is still said once', async () => {
  const line = await lineTo()
  line.become('down')
  const tabs = [deviceOf(ada, line), deviceOf(ada, line)]
  for (const text of twenty) tabs[0]?.outbox.send({ chatId, text })
  await until(() => tabs[1]?.outbox.entries.get().length === 20, 'the other tab shows them')
  line.become('fine')
  for (const tab of tabs) await until(() => tab.outbox.entries.get().length === 0, 'the outbox is empty')
  expect(await said()).toEqual(twenty)
})

test('a chat that ada has left takes her unsent words with it', async () => {
  const { chatId: group } = await bob.groups.create({ title: 'Engines', userIds: [ada.id] })
  const line = await lineTo()
  const device = deviceOf(ada, line)
  await until(() => device.chat(group) !== undefined, 'the group')
  line.become('down')
  device.outbox.send({ chatId: group, text: 'too late' })
  await bob.groups.remove({ chatId: group, userId: ada.id })
  line.become('fine')
  await until(() => device.chat(group) === undefined && device.outbox.entries.get().length === 0, 'both are gone')
  expect((await bob.messages.list({ chatId: group })).messages.map(({ text }) => text)).not.toContain('too late')
})

/** How many sends were answered since. */
function countSends(): () => number {
  const { fetch } = globalThis
  let calls = 0
  globalThis.fetch = async (...given) => {
    const answer = await fetch(...given)
    if (answer.url.includes('messages.send')) calls++
    return answer
  }
  ends.push(() => (globalThis.fetch = fetch))
  return () => calls
}

/** What browsers have and Node 20 has not: one holder at a time, in the order of asking. */
function fairLocks(): Pick<LockManager, 'request'> {
  const queues = new Map<string, Promise<unknown>>()
  const request = async (name: string, work: () => Promise<unknown>) => {
    const turn = (queues.get(name) ?? Promise.resolve()).then(work)
    queues.set(
      name,
      turn.catch(() => undefined),
    )
    return turn
  }
  return { request: request as LockManager['request'] }
}

const keptOf = ({ id }: Person) => expect.poll(async () => (await openUnsent(id).all()).length)

test('a message that is held back goes after its time, in its place, whatever happens to the page meanwhile', async () => {
  const device = deviceOf(ada)
  await until(() => device.isOnline(), 'online')
  const since = Date.now()
  device.outbox.send({ chatId, text: 'held', holdMs: 1500 })
  device.outbox.send({ chatId, text: 'behind it' })
  await keptOf(ada).toBe(2)
  expect(await said()).toEqual([])
  device.stop()
  const reopened = deviceOf(ada)
  await expect.poll(said, { timeout: 10_000 }).toEqual(['held', 'behind it'])
  expect(Date.now() - since).toBeGreaterThanOrEqual(1500)
  await until(() => reopened.outbox.entries.get().length === 0, 'settled')
})

test('a message that is taken back while it is held back is never sent', async () => {
  const device = deviceOf(ada)
  await until(() => device.isOnline(), 'online')
  const id = device.outbox.send({ chatId, text: 'too soon', holdMs: 1000 })
  await keptOf(ada).toBe(1)
  device.outbox.discard(id)
  device.outbox.send({ chatId, text: 'better', holdMs: 1000 })
  await expect.poll(said, { timeout: 10_000 }).toEqual(['better'])
})
