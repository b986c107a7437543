import { afterAll, beforeAll, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { apiAt, type Person, startTestApp, type TestApp } from '../testing.ts'

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

test('the first account is the admin of the server, and no other', async () => {
  const admins = await Promise.all([ada, bob, eve].map(async (person) => (await person.auth.me())?.user.isAdmin))
  expect(admins).toEqual([true, false, false])
})

test('when many register at once, one is the admin', async () => {
  const fresh = await startTestApp()
  const people = await Promise.all(Array.from({ length: 8 }, (_, each) => fresh.person(`person${each}`)))
  expect(people.filter(({ isAdmin }) => isAdmin)).toHaveLength(1)
  await fresh.stop()
})

test('eve, who is no admin, may do none of this', async () => {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [] })
  for (const call of [
    () => eve.admin.users({}),
    () => eve.admin.chats({}),
    () => eve.admin.audits({}),
    () => eve.admin.disable({ userId: bob.id }),
    () => eve.admin.enable({ userId: bob.id }),
    () => eve.admin.setAdmin({ userId: eve.id, isAdmin: true }),
    () => eve.admin.deleteChat({ chatId }),
  ]) {
    await expect(call()).rejects.toMatchObject({ data: { reason: 'NOT_ALLOWED', httpStatus: 403 } })
  }
})

test('ada disables carol: her sockets close, her sessions end, she cannot sign in; and enables her again', async () => {
  const carol = await app.person('carol')
  const following = await carol.follow()
  await ada.admin.disable({ userId: carol.id })
  await following.until(() => following.closes.length > 0)
  expect(following.closes[0]?.code).toBe(4401)
  expect(await carol.auth.me()).toBeNull()
  const signIn = () => apiAt(app.url).auth.login({ username: carol.username, password: carol.password, as: 'token' })
  await expect(signIn()).rejects.toMatchObject({ data: { reason: 'WRONG_PASSWORD' } })
  expect((await ada.admin.users({ text: carol.username })).users).toMatchObject([{ id: carol.id, isDisabled: true }])
  expect((await bob.users.search({ text: carol.username })).users).toEqual([])
  await ada.admin.enable({ userId: carol.id })
  await expect(signIn()).resolves.toMatchObject({ user: { id: carol.id } })
})

test('ada makes bob an admin and takes it back; nobody changes himself', async () => {
  await ada.admin.setAdmin({ userId: bob.id, isAdmin: true })
  expect((await bob.admin.users({ limit: 2 })).hasMore).toBe(true)
  await ada.admin.setAdmin({ userId: bob.id, isAdmin: false })
  await expect(bob.admin.users({})).rejects.toMatchObject({ data: { reason: 'NOT_ALLOWED' } })
  await expect(ada.admin.setAdmin({ userId: ada.id, isAdmin: false })).rejects.toMatchObject({
    data: { reason: 'NOT_ALLOWED' },
  })
  await expect(ada.admin.disable({ userId: ada.id })).rejects.toMatchObject({ data: { reason: 'NOT_ALLOWED' } })
  await expect(ada.admin.disable({ userId: uuid() })).rejects.toMatchObject({ data: { reason: 'NO_SUCH_USER' } })
})

test('ada deletes a chat without having read it, and its members lose it at once', async () => {
  const { chatId } = await bob.groups.create({ title: 'Plans of Eve', userIds: [eve.id] })
  await bob.say(chatId, 'a secret plan')
  const following = await eve.follow()
  const listed = await ada.admin.chats({ text: 'plans of' })
  expect(listed.chats).toMatchObject([{ id: chatId, title: 'Plans of Eve', memberCount: 2 }])
  expect(JSON.stringify(listed)).not.toContain('secret')
  await ada.admin.deleteChat({ chatId })
  await following.until(() => following.news.some((news) => news.type === 'chat' && news.isGone))
  await expect(ada.admin.deleteChat({ chatId })).rejects.toMatchObject({ data: { reason: 'NO_SUCH_CHAT' } })
})

test('what admins did is written down', async () => {
  const { audits } = await ada.admin.audits({})
  expect(audits.map(({ act }) => act)).toEqual(['deleteChat', 'takeAdmin', 'makeAdmin', 'enable', 'disable'])
  expect(audits[2]).toMatchObject({ by: 'Ada', whom: 'Bob', isWhomDeleted: false, about: { userId: bob.id } })
  await bob.auth.deleteAccount({ password: bob.password })
  expect((await ada.admin.audits({})).audits[2]).toMatchObject({ isByDeleted: false, isWhomDeleted: true })
})

test('an operator closes registration and turns guests off; the first account can still be made', async () => {
  const closed = await startTestApp({ REGISTRATION: 'closed', GUESTS: 'off', APP_NAME: 'Engine works' })
  await closed.person('ada')
  await expect(closed.person('bob')).rejects.toMatchObject({ data: { reason: 'REGISTRATION_CLOSED' } })
  await expect(apiAt(closed.url).auth.guest({ as: 'token' })).rejects.toMatchObject({ data: { reason: 'GUESTS_OFF' } })
  expect(await apiAt(closed.url).account.offers()).toEqual({
    isRegistrationOpen: false,
    hasGuests: false,
    hasMail: false,
    name: 'Engine works',
  })
  await closed.stop()
})
