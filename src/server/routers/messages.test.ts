import { afterAll, beforeAll, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { type Person, startTestApp, type TestApp } from '../testing.ts'

let app: TestApp
let ada: Person
let bob: Person
let eve: Person
beforeAll(async () => {
  app = await startTestApp()
  ada = await app.person('ada')
  bob = await app.person('bob')
  eve = await app.person('eve')
})
afterAll(() => app.stop())

const chatOf = async (title = 'Engines') => (await ada.groups.create({ title, userIds: [bob.id] })).chatId

test('bob sees what ada says, at once and in the history', async () => {
  const chatId = await chatOf()
  const following = await bob.follow()
  const { number } = await ada.say(chatId, 'it held')
  await following.until(() => following.messages(chatId).length === 1)
  expect(following.messages(chatId)[0]).toMatchObject({
    number,
    text: 'it held',
    sender: { id: ada.id, displayName: 'Ada' },
  })
  const { messages } = await bob.messages.list({ chatId })
  expect(messages.at(-1)).toEqual(following.messages(chatId)[0])
})

test('the same send 50 times at once is one message', async () => {
  const chatId = await chatOf()
  const id = uuid()
  const answers = await Promise.all(Array.from({ length: 50 }, () => ada.messages.send({ id, chatId, text: 'once' })))
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  const { messages } = await bob.messages.list({ chatId })
  expect(messages.filter((message) => message.id === id)).toHaveLength(1)
})

test('200 sends at once in one chat take dense numbers', async () => {
  const chatId = await chatOf()
  const following = await bob.follow()
  const sent = await Promise.all(
    Array.from({ length: 200 }, (_, each) => (each % 2 ? ada : bob).say(chatId, `message ${each}`)),
  )
  expect(sent.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 200 }, (_, each) => each + 2),
  )
  await following.until(() => following.messages(chatId).length >= 200)
  expect(following.messages(chatId).map(({ number }) => number)).toEqual(
    Array.from({ length: 200 }, (_, each) => each + 2),
  )
})

test('an id that another sender has in the chat is refused', async () => {
  const chatId = await chatOf()
  const id = uuid()
  await ada.messages.send({ id, chatId, text: 'mine' })
  await expect(bob.messages.send({ id, chatId, text: 'no, mine' })).rejects.toMatchObject({
    data: { reason: 'ID_TAKEN' },
  })
})

test('eve may neither read nor write where she is not a member, and cannot tell whether the chat exists', async () => {
  const chatId = await chatOf()
  const { id } = await ada.say(chatId, 'secret')
  for (const place of [chatId, uuid()]) {
    const calls = [
      () => eve.messages.list({ chatId: place }),
      () => eve.messages.changes({ chatId: place, after: 0 }),
      () => eve.say(place, 'hello'),
      () => eve.messages.edit({ chatId: place, id, text: 'changed' }),
      () => eve.messages.remove({ chatId: place, id }),
      () => eve.messages.react({ chatId: place, id, emoji: '👍', on: true }),
    ]
    for (const call of calls) {
      await expect(call()).rejects.toMatchObject({
        message: 'There is no such chat.',
        data: { reason: 'NOT_A_MEMBER', httpStatus: 404 },
      })
    }
  }
})

test('history comes in pages: the newest, before, after and around a number, always in order', async () => {
  const chatId = await chatOf()
  for (let each = 2; each <= 31; each++) await ada.say(chatId, `message ${each}`)
  const page = async (where: { before?: number; after?: number; around?: number; limit?: number }) => {
    const { messages, hasEarlier, hasLater } = await bob.messages.list({ chatId, limit: 10, ...where })
    return { first: messages[0]?.number, last: messages.at(-1)?.number, count: messages.length, hasEarlier, hasLater }
  }
  expect(await page({})).toEqual({ first: 22, last: 31, count: 10, hasEarlier: true, hasLater: false })
  expect(await page({ before: 22 })).toEqual({ first: 12, last: 21, count: 10, hasEarlier: true, hasLater: true })
  expect(await page({ before: 5 })).toEqual({ first: 1, last: 4, count: 4, hasEarlier: false, hasLater: true })
  expect(await page({ before: 1 })).toMatchObject({ count: 0, hasEarlier: false })
  expect(await page({ before: 1000 })).toMatchObject({ first: 22, last: 31 })
  expect(await page({ after: 25 })).toEqual({ first: 26, last: 31, count: 6, hasEarlier: true, hasLater: false })
  expect(await page({ after: 0 })).toEqual({ first: 1, last: 10, count: 10, hasEarlier: false, hasLater: true })
  expect(await page({ after: 1000 })).toMatchObject({ count: 0, hasLater: false })
  expect(await page({ around: 15 })).toEqual({ first: 10, last: 19, count: 10, hasEarlier: true, hasLater: true })
  expect(await page({ around: 1 })).toMatchObject({ first: 1, last: 10 })
  expect(await page({ around: 31 })).toMatchObject({ first: 22, last: 31 })
  await expect(bob.messages.list({ chatId, limit: 101 })).rejects.toMatchObject({
    data: { fields: { limit: 'The limit is at most 100.' } },
  })
  await expect(bob.messages.list({ chatId, before: 5, after: 2 })).rejects.toMatchObject({
    data: { reason: 'INVALID_INPUT' },
  })
})

test('a chat in which nothing was said has an empty page', async () => {
  const { chatId } = await ada.chats.openDirect({ userId: eve.id })
  expect(await ada.messages.list({ chatId })).toEqual({ messages: [], hasEarlier: false, hasLater: false, version: 0 })
})

test('changes after a version are what a client missed, each message as it now stands', async () => {
  const chatId = await chatOf()
  const { version, id } = await ada.say(chatId, 'one')
  await ada.say(chatId, 'two')
  await ada.messages.edit({ chatId, id, text: 'one, mended' })
  const changes = await bob.messages.changes({ chatId, after: version })
  expect(changes).toMatchObject({
    reload: false,
    version: 4,
    messages: [{ text: 'two' }, { text: 'one, mended', version: 4 }],
  })
  expect(await bob.messages.changes({ chatId, after: 4 })).toMatchObject({ messages: [], version: 4 })
  expect(await bob.messages.changes({ chatId, after: 5 })).toEqual({ reload: true })
})

test('who missed too much loads afresh', async () => {
  const chatId = await chatOf()
  await Promise.all(Array.from({ length: 500 }, (_, each) => ada.say(chatId, `message ${each}`)))
  expect(await bob.messages.changes({ chatId, after: 0 })).toEqual({ reload: true })
  expect(await bob.messages.changes({ chatId, after: 400 })).toMatchObject({ reload: false, version: 501 })
})

test('an author edits and deletes; others may not; an admin may delete', async () => {
  const chatId = await chatOf()
  const { id } = await bob.say(chatId, 'from bob')
  await expect(ada.messages.edit({ chatId, id, text: 'not mine' })).rejects.toMatchObject({
    data: { reason: 'NOT_YOUR_MESSAGE' },
  })
  const { id: adas } = await ada.say(chatId, 'from ada')
  await expect(bob.messages.remove({ chatId, id: adas })).rejects.toMatchObject({
    data: { reason: 'NOT_YOUR_MESSAGE' },
  })
  await ada.messages.remove({ chatId, id })
  await expect(bob.messages.edit({ chatId, id, text: 'again' })).rejects.toMatchObject({
    data: { reason: 'MESSAGE_DELETED' },
  })
  await expect(bob.messages.react({ chatId, id, emoji: '👍', on: true })).rejects.toMatchObject({
    data: { reason: 'MESSAGE_DELETED' },
  })
  const { messages } = await bob.messages.list({ chatId })
  expect(messages.find((message) => message.id === id)).toMatchObject({
    text: '',
    deletedAt: expect.any(Date),
    number: 2,
  })
})

test('deleting or reacting twice changes nothing, and takes no version', async () => {
  const chatId = await chatOf()
  const { id } = await ada.say(chatId, 'hello')
  const versionOf = async () => (await bob.chats.get({ chatId })).version
  for (let each = 0; each < 3; each++) await bob.messages.react({ chatId, id, emoji: '🎉', on: true })
  expect(await versionOf()).toBe(3)
  await bob.messages.react({ chatId, id, emoji: '👍', on: false })
  expect(await versionOf()).toBe(3)
  for (let each = 0; each < 3; each++) await ada.messages.remove({ chatId, id })
  expect(await versionOf()).toBe(4)
})

test('what happened in a chat cannot be edited, deleted or reacted to', async () => {
  const chatId = await chatOf()
  const [created] = (await ada.messages.list({ chatId })).messages
  const id = created?.id ?? ''
  await expect(ada.messages.remove({ chatId, id })).rejects.toMatchObject({ data: { reason: 'NO_SUCH_MESSAGE' } })
  await expect(ada.messages.edit({ chatId, id, text: 'x' })).rejects.toMatchObject({
    data: { reason: 'NO_SUCH_MESSAGE' },
  })
  await expect(ada.messages.react({ chatId, id, emoji: '👍', on: true })).rejects.toMatchObject({
    data: { reason: 'NO_SUCH_MESSAGE' },
  })
})

test('a reply names a message of the same chat', async () => {
  const chatId = await chatOf()
  const { id } = await ada.say(chatId, 'question')
  await bob.messages.send({ id: uuid(), chatId, text: 'answer', replyTo: id })
  expect((await ada.messages.list({ chatId })).messages.at(-1)).toMatchObject({ text: 'answer', replyTo: id })
  const elsewhere = await chatOf('Elsewhere')
  await expect(bob.messages.send({ id: uuid(), chatId: elsewhere, text: 'answer', replyTo: id })).rejects.toMatchObject(
    { data: { reason: 'NO_SUCH_MESSAGE' } },
  )
})

test('what a reply answers can be read by its id, as it now stands, by members alone', async () => {
  const chatId = await chatOf()
  const { id } = await ada.say(chatId, 'first')
  await bob.messages.send({ id: uuid(), chatId, text: 'an answer', replyTo: id })
  expect(await bob.messages.get({ chatId, id })).toMatchObject({ id, text: 'first', sender: { id: ada.id } })
  await ada.messages.edit({ chatId, id, text: 'first of all' })
  expect(await bob.messages.get({ chatId, id })).toMatchObject({ text: 'first of all' })
  expect(await bob.messages.get({ chatId, id: uuid() })).toBeNull()
  await expect(eve.messages.get({ chatId, id })).rejects.toMatchObject({ data: { reason: 'NOT_A_MEMBER' } })
})
