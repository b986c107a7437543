import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Person, startTestApp, type TestApp } from '../testing.ts'

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
  chatId = (await ada.groups.create({ title: 'Engines', userIds: [bob.id] })).chatId
})
afterAll(() => app.stop())

const mentionsOf = async (person: Person) => (await person.chats.get({ chatId })).mentioned
type Following = Awaited<ReturnType<Person['follow']>>
const reads = (following: Following) => following.news.flatMap((news) => (news.type === 'read' ? [news] : []))

test('a message that names bob is marked as his, until he has read it', async () => {
  const following = await bob.follow()
  const { number } = await ada.say(chatId, `could you look, @${bob.username.toUpperCase()}?`)
  await ada.say(chatId, `not a name: mail@${bob.username} and @nobody and @${eve.username}`)
  await following.until(() => following.messages(chatId).length === 2)
  expect(following.messages(chatId).map(({ mentions }) => mentions)).toEqual([[bob.id], []])
  expect(await mentionsOf(bob)).toEqual([number])
  expect(await mentionsOf(ada)).toEqual([])
  await bob.chats.read({ chatId, number })
  expect(await mentionsOf(bob)).toEqual([])
})

test('an edit changes who is named, and a deletion names nobody', async () => {
  const { id, number } = await ada.say(chatId, 'hello')
  await ada.messages.edit({ chatId, id, text: `hello @${bob.username}.` })
  expect(await mentionsOf(bob)).toEqual([number])
  await ada.messages.remove({ chatId, id })
  expect(await mentionsOf(bob)).toEqual([])
})

test('bob marks as unread from a message on, on all his devices', async () => {
  for (const text of ['one', 'two', 'three']) await ada.say(chatId, text)
  await bob.chats.read({ chatId, number: 4 })
  const following = await bob.follow()
  await bob.chats.unread({ chatId, number: 3 })
  await following.until(() => reads(following).length === 1)
  expect(reads(following)[0]).toMatchObject({ number: 2, said: 1, readVersion: 2 })
  expect(await bob.chats.get({ chatId })).toMatchObject({ unread: 2, readNumber: 2, readVersion: 2 })
})

test('what bob said himself is never unread to him, wherever he sets his mark', async () => {
  for (const [person, text] of [
    [ada, 'two'],
    [bob, 'three'],
    [ada, 'four'],
    [bob, 'five'],
    [bob, 'six'],
  ] as const)
    await person.say(chatId, text)
  const unread = async () => (await bob.chats.get({ chatId })).unread
  const following = await bob.follow()
  await bob.chats.unread({ chatId, number: 2 })
  expect(await unread()).toBe(2)
  await following.until(() => reads(following).length === 1)
  expect(reads(following)[0]).toMatchObject({ number: 1, said: 3 })
  const steps = [
    { number: 2, left: 1 },
    { number: 3, left: 1 },
    { number: 4, left: 0 },
  ]
  for (const { number, left } of steps) {
    await bob.chats.read({ chatId, number })
    expect(await unread()).toBe(left)
  }
  await ada.say(chatId, 'seven')
  expect(await unread()).toBe(1)
  await bob.chats.unread({ chatId, number: 6 })
  expect(await unread()).toBe(1)
  await bob.chats.read({ chatId, number: 7 })
  expect(await bob.chats.get({ chatId })).toMatchObject({ unread: 0, said: 6, readSaid: 6 })
})

test('ada sees how far bob has read, in small chats', async () => {
  const following = await ada.follow()
  const { number } = await ada.say(chatId, 'seen?')
  await bob.chats.read({ chatId, number })
  await following.until(() => reads(following).length === 1)
  expect(reads(following)[0]).toMatchObject({ userId: bob.id, number })
  expect((await ada.chats.get({ chatId })).members.find(({ id }) => id === bob.id)?.readNumber).toBe(number)
})

test('who keeps receipts to himself shows none and sees none', async () => {
  await bob.users.update({ hidesReceipts: true })
  const [adas, bobs] = [await ada.follow(), await bob.follow()]
  const { number } = await ada.say(chatId, 'seen?')
  await bob.chats.read({ chatId, number })
  await bob.say(chatId, 'yes')
  await ada.chats.read({ chatId, number: number + 1 })
  await adas.until(() => adas.messages(chatId).length === 2)
  expect(reads(adas).filter(({ userId }) => userId === bob.id)).toEqual([])
  expect(reads(bobs).filter(({ userId }) => userId === ada.id)).toEqual([])
  expect((await ada.chats.get({ chatId })).members.find(({ id }) => id === bob.id)?.readNumber).toBeNull()
  expect((await bob.chats.get({ chatId })).members.find(({ id }) => id === ada.id)?.readNumber).toBeNull()
})

test('bob chooses what he is told of a chat, and his other devices hear of it', async () => {
  const following = await bob.follow()
  const mutedUntil = new Date(Date.now() + 3_600_000)
  await bob.chats.notify({ chatId, notify: 'mentions', mutedUntil })
  await following.until(() => following.news.some((news) => news.type === 'chat' && news.chatId === chatId))
  expect(await bob.chats.get({ chatId })).toMatchObject({ notify: 'mentions', mutedUntil })
  await bob.chats.notify({ chatId, mutedUntil: null })
  expect(await bob.chats.get({ chatId })).toMatchObject({ notify: 'mentions', mutedUntil: null })
  expect(await ada.chats.get({ chatId })).toMatchObject({ notify: 'all' })
})
