import { afterAll, beforeAll, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { startTestApp, type TestApp } from '../testing.ts'

type Person = Awaited<ReturnType<TestApp['person']>>

let app: TestApp
let ada: Person
let bob: Person
let chatId: string

beforeAll(async () => {
  app = await startTestApp()
  ada = await app.person('ada')
  bob = await app.person('bob')
  chatId = (await bob.groups.create({ title: 'Engines', userIds: [ada.id] })).chatId
})
afterAll(() => app.stop())

const textsOf = async () => (await bob.messages.list({ chatId })).messages.map(({ text }) => text)

test('a new name is in the next message, by whatever way it came', async () => {
  const following = await bob.follow()
  await ada.say(chatId, 'as Ada')
  await app.db.updateTable('users').set({ displayName: 'Augusta' }).where('id', '=', ada.id).execute()
  await ada.say(chatId, 'as Augusta')
  await following.until(() => following.messages(chatId).length === 2)
  expect(following.messages(chatId).map(({ sender, text }) => `${sender?.displayName}: ${text}`)).toEqual([
    'Ada: as Ada',
    'Augusta: as Augusta',
  ])
})

test('who was disabled stores nothing more, and may again when he is let in', async () => {
  const disable = (disabledAt: Date | null) =>
    app.db.updateTable('users').set({ disabledAt }).where('id', '=', ada.id).execute()
  await ada.say(chatId, 'before')
  await disable(new Date())
  await expect(ada.say(chatId, 'disabled')).rejects.toThrow('Sign in first.')
  await disable(null)
  await ada.say(chatId, 'after')
  expect((await textsOf()).slice(-2)).toEqual(['before', 'after'])
})

test('in one call, only those are refused whose session has ended', async () => {
  const eve = await app.person('eve')
  const at = { chatId, replyTo: null }
  const by = async ({ token }: Person) => {
    const { user, session } = (await app.sessions.validate(token))!
    return { sender: user, by: { sessionId: session.id, stamp: user.stamp } }
  }
  const [adas, bobs, eves] = [await by(ada), await by(bob), await by(eve)]
  const signedIn = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth']
  await app.db.deleteFrom('sessions').where('userId', '=', ada.id).execute()
  const sent = await Promise.allSettled(
    signedIn.map((text, place) => app.sends({ ...at, id: uuid(), text, ...[bobs, adas, eves][place % 3]! })),
  )
  expect(sent.map((one) => (one.status === 'fulfilled' ? 'sent' : (one.reason as { reason: string }).reason))).toEqual([
    'sent',
    'NOT_SIGNED_IN',
    'NOT_A_MEMBER',
    'sent',
    'NOT_SIGNED_IN',
    'NOT_A_MEMBER',
  ])
  expect((await textsOf()).slice(-2)).toEqual(['first', 'fourth'])
  await expect(ada.say(chatId, 'gone')).rejects.toThrow('Sign in first.')
})
