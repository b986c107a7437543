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

const rolesOf = async (person: Person, chatId: string) =>
  Object.fromEntries((await person.chats.get({ chatId })).members.map(({ displayName, role }) => [displayName, role]))
const eventsOf = async (person: Person, chatId: string) =>
  (await person.messages.list({ chatId })).messages.flatMap(({ event }) => event ?? [])
const refused = (reason: string) => ({ data: { reason } })

test('ada makes a group, and those whom she chose are in it', async () => {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id, bob.id, ada.id] })
  expect(await rolesOf(bob, chatId)).toEqual({ Ada: 'owner', Bob: 'member' })
  expect((await bob.chats.list())[0]).toMatchObject({
    id: chatId,
    kind: 'group',
    title: 'Engines',
    memberCount: 2,
    unread: 0,
  })
  expect(await eventsOf(bob, chatId)).toMatchObject([{ type: 'created', title: 'Engines' }])
})

test('the same group made twice is one group', async () => {
  const id = uuid()
  const made = await Promise.all([1, 2, 3].map(() => ada.groups.create({ id, title: 'Engines', userIds: [bob.id] })))
  expect(made).toEqual([{ chatId: id }, { chatId: id }, { chatId: id }])
  expect(await bob.chats.list()).toHaveLength(1)
  await expect(eve.groups.create({ id, title: 'Mine', userIds: [] })).rejects.toMatchObject(refused('ID_TAKEN'))
})

test('a group with somebody unknown is not made, and the error names him', async () => {
  const nobody = uuid()
  await expect(ada.groups.create({ title: 'Engines', userIds: [bob.id, nobody] })).rejects.toMatchObject({
    data: { reason: 'UNKNOWN_USERS', fields: { [`userIds.${nobody}`]: expect.stringContaining(nobody) } },
  })
  expect(await ada.chats.list()).toEqual([])
})

test('an admin renames, adds and removes; a member may not', async () => {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  for (const call of [
    () => bob.groups.rename({ chatId, title: 'Mine' }),
    () => bob.groups.add({ chatId, userIds: [eve.id] }),
    () => bob.groups.remove({ chatId, userId: ada.id }),
    () => bob.groups.setRole({ chatId, userId: bob.id, role: 'admin' }),
    () => bob.groups.delete({ chatId }),
  ]) {
    await expect(call()).rejects.toMatchObject(refused('NOT_AN_ADMIN'))
  }
  await ada.groups.setRole({ chatId, userId: bob.id, role: 'admin' })
  await bob.groups.rename({ chatId, title: 'Boilers' })
  expect(await bob.groups.add({ chatId, userIds: [eve.id, ada.id] })).toEqual({ added: 1, userIds: [eve.id] })
  await bob.groups.remove({ chatId, userId: eve.id })
  expect((await ada.chats.get({ chatId })).title).toBe('Boilers')
  expect(await rolesOf(ada, chatId)).toEqual({ Ada: 'owner', Bob: 'admin' })
  expect(await eventsOf(ada, chatId)).toMatchObject([
    { type: 'created' },
    { type: 'role', role: 'admin', userIds: [bob.id] },
    { type: 'renamed', title: 'Boilers' },
    { type: 'joined', userIds: [eve.id] },
    { type: 'removed', userIds: [eve.id] },
  ])
})

test('eve may do nothing to a group of others', async () => {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  for (const place of [chatId, uuid()]) {
    for (const call of [
      () => eve.groups.rename({ chatId: place, title: 'Mine' }),
      () => eve.groups.add({ chatId: place, userIds: [eve.id] }),
      () => eve.groups.remove({ chatId: place, userId: bob.id }),
      () => eve.groups.setRole({ chatId: place, userId: eve.id, role: 'owner' }),
      () => eve.groups.leave({ chatId: place }),
      () => eve.groups.delete({ chatId: place }),
    ]) {
      await expect(call()).rejects.toMatchObject({ message: 'There is no such chat.', ...refused('NOT_A_MEMBER') })
    }
  }
})

test('an admin cannot put out the owner or another admin, nor make himself owner', async () => {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id, eve.id] })
  await ada.groups.setRole({ chatId, userId: bob.id, role: 'admin' })
  await ada.groups.setRole({ chatId, userId: eve.id, role: 'admin' })
  await expect(bob.groups.remove({ chatId, userId: ada.id })).rejects.toMatchObject(refused('NOT_ALLOWED'))
  await expect(bob.groups.remove({ chatId, userId: eve.id })).rejects.toMatchObject(refused('NOT_ALLOWED'))
  await expect(bob.groups.setRole({ chatId, userId: bob.id, role: 'owner' })).rejects.toMatchObject(
    refused('NOT_ALLOWED'),
  )
  await expect(bob.groups.setRole({ chatId, userId: ada.id, role: 'member' })).rejects.toMatchObject(
    refused('NOT_ALLOWED'),
  )
})

test('a demoted admin may nothing more at once', async () => {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  await ada.groups.setRole({ chatId, userId: bob.id, role: 'admin' })
  await ada.groups.setRole({ chatId, userId: bob.id, role: 'member' })
  await expect(bob.groups.rename({ chatId, title: 'Mine' })).rejects.toMatchObject(refused('NOT_AN_ADMIN'))
})

test('a new owner makes the old one an admin', async () => {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  await ada.groups.setRole({ chatId, userId: bob.id, role: 'owner' })
  expect(await rolesOf(ada, chatId)).toEqual({ Ada: 'admin', Bob: 'owner' })
})

test('an owner who leaves hands over to the eldest admin, else to the eldest member', async () => {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  await ada.groups.add({ chatId, userIds: [eve.id] })
  await ada.groups.setRole({ chatId, userId: eve.id, role: 'admin' })
  await ada.groups.leave({ chatId })
  expect(await rolesOf(bob, chatId)).toEqual({ Eve: 'owner', Bob: 'member' })
  await eve.groups.leave({ chatId })
  expect(await rolesOf(bob, chatId)).toEqual({ Bob: 'owner' })
  expect((await eventsOf(bob, chatId)).slice(-2)).toMatchObject([
    { type: 'left', ownerId: eve.id },
    { type: 'left', ownerId: bob.id },
  ])
})

test('the last one who leaves takes the group with him', async () => {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [] })
  await ada.groups.leave({ chatId })
  expect(await ada.chats.list()).toEqual([])
  const row = await app.db.selectFrom('chats').select('id').where('id', '=', chatId).executeTakeFirst()
  expect(row).toBeUndefined()
})

test('two owners who leave at once never leave a group without an owner', async () => {
  const people = [ada, bob, eve]
  for (let round = 0; round < 20; round++) {
    const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id, eve.id] })
    await Promise.all([ada.groups.leave({ chatId }), people[1 + (round % 2)]!.groups.leave({ chatId })])
    const members = await app.db.selectFrom('members').select('role').where('chatId', '=', chatId).execute()
    expect(members).toEqual([{ role: 'owner' }])
  }
})

test('a deleted group is gone for everybody, with its messages', async () => {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  await ada.say(chatId, 'hello')
  const following = await bob.follow()
  await ada.groups.delete({ chatId })
  await following.until(() => following.news.some((news) => news.type === 'chat' && news.isGone))
  expect(await bob.chats.list()).toEqual([])
  expect(await app.db.selectFrom('messages').select('id').where('chatId', '=', chatId).execute()).toEqual([])
})
