import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { type Person, startTestApp, type TestApp } from '../testing.ts'

let app: TestApp
let ada: Person
let bob: Person
let eve: Person
beforeAll(async () => {
  app = await startTestApp()
})
beforeEach(async () => {
  ada = await app.person('ada')
  bob = await app.person('bob')
  eve = await app.person('eve')
})
afterAll(() => app.stop())

test('ada and bob have one direct chat, whoever opens it, however often, even at once', async () => {
  const opened = await Promise.all(
    Array.from({ length: 20 }, (_, each) =>
      each % 2 ? ada.chats.openDirect({ userId: bob.id }) : bob.chats.openDirect({ userId: ada.id }),
    ),
  )
  expect(new Set(opened.map(({ chatId }) => chatId)).size).toBe(1)
  const [chat] = await bob.chats.list()
  expect(chat).toMatchObject({
    id: opened[0]?.chatId,
    kind: 'direct',
    title: 'Ada',
    peer: { id: ada.id },
    memberCount: 2,
    unread: 0,
    lastMessage: null,
  })
})

test('nobody opens a chat with himself, or with somebody who does not exist', async () => {
  await expect(ada.chats.openDirect({ userId: ada.id })).rejects.toMatchObject({
    data: { reason: 'SELF_CHAT_BLOCKED' },
  })
  const nobody = uuid()
  await expect(ada.chats.openDirect({ userId: nobody })).rejects.toMatchObject({
    data: { reason: 'UNKNOWN_USERS', fields: { [`userIds.${nobody}`]: expect.any(String) } },
  })
})

test('a direct chat gets no third member', async () => {
  const { chatId } = await ada.chats.openDirect({ userId: bob.id })
  await expect(ada.groups.add({ chatId, userIds: [eve.id] })).rejects.toMatchObject({ data: { reason: 'NOT_A_GROUP' } })
  await expect(ada.groups.leave({ chatId })).rejects.toMatchObject({ data: { reason: 'NOT_A_GROUP' } })
  await expect(ada.groups.delete({ chatId })).rejects.toMatchObject({ data: { reason: 'NOT_AN_ADMIN' } })
})

test('the list has the newest chat first, with its last message and what is unread', async () => {
  const { chatId: direct } = await ada.chats.openDirect({ userId: bob.id })
  const { chatId: group } = await eve.groups.create({ title: 'Engines', userIds: [bob.id] })
  await ada.say(direct, 'one')
  await ada.say(direct, 'two')
  const chats = await bob.chats.list()
  expect(chats.map(({ id, unread }) => ({ id, unread }))).toEqual([
    { id: direct, unread: 2 },
    { id: group, unread: 0 },
  ])
  expect(chats[0]?.lastMessage).toMatchObject({ text: 'two', sender: { displayName: 'Ada' } })
  expect((await ada.chats.list())[0]?.unread).toBe(0)
})

test('the read mark goes forward only, and no further than the chat', async () => {
  const { chatId } = await ada.chats.openDirect({ userId: bob.id })
  for (const text of ['one', 'two', 'three']) await ada.say(chatId, text)
  const unread = async () => (await bob.chats.get({ chatId })).unread
  expect(await bob.chats.read({ chatId, number: 2 })).toEqual({ readNumber: 2 })
  expect(await unread()).toBe(1)
  expect(await bob.chats.read({ chatId, number: 1 })).toEqual({ readNumber: 2 })
  expect(await bob.chats.read({ chatId, number: 1000 })).toEqual({ readNumber: 3 })
  expect(await unread()).toBe(0)
})

test('what bob reads on one device is read on the other', async () => {
  const { chatId } = await ada.chats.openDirect({ userId: bob.id })
  const { number } = await ada.say(chatId, 'one')
  const following = await bob.follow()
  await bob.chats.read({ chatId, number })
  await following.until(() => following.news.some((news) => news.type === 'read'))
  expect(following.news.findLast(({ type }) => type === 'read')).toEqual({
    type: 'read',
    chatId,
    userId: bob.id,
    number,
    said: 1,
    readVersion: 1,
  })
})

test('a join or a rename is not unread, a word is', async () => {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  await ada.groups.rename({ chatId, title: 'Boilers' })
  await ada.groups.add({ chatId, userIds: [eve.id] })
  expect((await bob.chats.get({ chatId })).unread).toBe(0)
  await ada.say(chatId, 'hello')
  expect((await bob.chats.get({ chatId })).unread).toBe(1)
  expect((await eve.chats.get({ chatId })).unread).toBe(1)
})

test('eve may not look at a chat of others, and cannot tell whether it exists', async () => {
  const { chatId } = await ada.chats.openDirect({ userId: bob.id })
  for (const place of [chatId, uuid()]) {
    for (const call of [() => eve.chats.get({ chatId: place }), () => eve.chats.read({ chatId: place, number: 1 })]) {
      await expect(call()).rejects.toMatchObject({
        message: 'There is no such chat.',
        data: { reason: 'NOT_A_MEMBER' },
      })
    }
  }
  expect(await eve.chats.list()).toEqual([])
})
