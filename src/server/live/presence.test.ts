import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
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

type Following = Awaited<ReturnType<Person['follow']>>
/** What a follower believes of somebody: the last thing that he heard. */
const believes = (following: Following, who: Person) =>
  following.news.flatMap((news) => (news.type === 'presence' ? news.users : [])).findLast(({ id }) => id === who.id)
    ?.isOnline
const here = (following: Following) => following.news.findLast((news) => news.type === 'here' && news.chatId === chatId)
const connectionOf = (following: Following) => {
  const heads = following.news.findLast((news) => news.type === 'heads')
  return heads?.type === 'heads' ? heads.connectionId! : ''
}
/** As if the grace after a disconnect, or the life of a dead process's rows, had passed. */
const letExpire = async (who: Person) => {
  await sql`update presences set expires_at = now() - interval '1 second' where user_id = ${who.id}`.execute(app.db)
  await app.presence.look()
}

test('ada hears that bob comes, and that he goes', async () => {
  const following = await ada.follow()
  const bobs = await bob.follow()
  await following.until(() => believes(following, bob) === true)
  await bobs.stop()
  await app.presence.look()
  expect(believes(following, bob), 'a reload does not flicker').toBe(true)
  await following.until(() => believes(following, bob) === false, 'that bob is gone', 10_000)
})

test('somebody with two devices is online until the last one goes', async () => {
  const following = await ada.follow()
  const [phone, laptop] = [await bob.follow(), await bob.follow()]
  await following.until(() => believes(following, bob) === true)
  await phone.stop()
  await sql`update presences set expires_at = now() - interval '1 second' where user_id = ${bob.id} and expires_at < now() + interval '10 seconds'`.execute(
    app.db,
  )
  await app.presence.look()
  await ada.say(chatId, 'so that everything before this is heard')
  await following.until(() => following.messages(chatId).length === 1)
  expect(believes(following, bob)).toBe(true)
  await laptop.stop()
})

test('who was online before ada came is in the first thing that she hears', async () => {
  await bob.follow()
  await expect.poll(async () => (await ada.users.online()).users.some(({ id }) => id === bob.id)).toBe(true)
  await app.presence.look()
  const following = await ada.follow()
  await following.until(() => believes(following, bob) === true)
  expect(following.news[1]).toMatchObject({ type: 'presence', isWhole: true })
})

test('a process that dies leaves nobody online for longer than its rows live', async () => {
  const following = await ada.follow()
  await bob.follow()
  await following.until(() => believes(following, bob) === true)
  const left = await sql<{
    seconds: number
  }>`select extract(epoch from max(expires_at) - now())::float as seconds from presences where user_id = ${bob.id}`.execute(
    app.db,
  )
  expect(left.rows[0]?.seconds).toBeLessThanOrEqual(45)
  await letExpire(bob)
  await following.until(() => believes(following, bob) === false)
})

test('people who share no chat with ada are not told of her, but find her among those online', async () => {
  const following = await eve.follow()
  await ada.follow()
  await app.presence.look()
  expect(believes(following, ada)).toBeUndefined()
  const { users } = await eve.users.online()
  expect(users.map(({ id }) => id)).toContain(ada.id)
})

test('who appears offline is offline to everybody, at once', async () => {
  const following = await ada.follow()
  const bobs = await bob.follow()
  await following.until(() => believes(following, bob) === true)
  await bob.users.update({ hidesPresence: true })
  await following.until(() => believes(following, bob) === false)
  await bob.live.look({ connectionId: connectionOf(bobs), chatId })
  expect((await ada.chats.here({ chatId })).users).toEqual([])
  expect((await ada.users.online()).users.map(({ id }) => id)).not.toContain(bob.id)
})

test('the chat hears who looks at it', async () => {
  const [adas, bobs] = await Promise.all([ada.follow(), bob.follow()])
  await ada.live.look({ connectionId: connectionOf(adas), chatId })
  await bob.live.look({ connectionId: connectionOf(bobs), chatId })
  await adas.until(() => JSON.stringify(here(adas)).includes(bob.id))
  expect((await ada.chats.here({ chatId })).users.map(({ id }) => id).toSorted()).toEqual([ada.id, bob.id].toSorted())
  await bob.live.look({ connectionId: connectionOf(bobs), chatId: null })
  await adas.until(() => !JSON.stringify(here(adas)).includes(bob.id))
})

test('who says what he looks at before his connection is written down is heard all the same, the last word counts', async () => {
  const following = await ada.follow()
  const { session } = (await bob.auth.me())!
  const connectionId = uuid()
  const looks = [chatId, null, chatId].map((at) => app.presence.lookAt(connectionId, bob.id, at))
  await app.presence.connected(connectionId, bob.id, session.id)
  await Promise.all(looks)
  await following.until(() => {
    const told = here(following)
    return told?.type === 'here' && told.userIds.includes(bob.id)
  }, 'that bob looks at the chat')
  await app.presence.disconnected(connectionId, bob.id)
})

test('eve may neither look at a chat of others nor use the connection of somebody else', async () => {
  const [adas, eves] = await Promise.all([ada.follow(), eve.follow()])
  await expect(eve.live.look({ connectionId: connectionOf(eves), chatId })).rejects.toMatchObject({
    data: { reason: 'NOT_A_MEMBER' },
  })
  await expect(eve.chats.here({ chatId })).rejects.toMatchObject({ data: { reason: 'NOT_A_MEMBER' } })
  await ada.live.look({ connectionId: connectionOf(adas), chatId })
  await eve.live.look({ connectionId: connectionOf(adas), chatId: null })
  expect((await ada.chats.here({ chatId })).users.map(({ id }) => id)).toEqual([ada.id])
})

test('members hear that ada types, once in two seconds, and nobody else does', async () => {
  const [bobs, eves] = await Promise.all([bob.follow(), eve.follow()])
  for (let key = 0; key < 10; key++) await ada.live.typing({ chatId })
  await bobs.until(() => bobs.news.some(({ type }) => type === 'typing'))
  await ada.say(chatId, 'done')
  await bobs.until(() => bobs.messages(chatId).length === 1)
  expect(bobs.news.filter(({ type }) => type === 'typing')).toEqual([{ type: 'typing', chatId, userId: ada.id }])
  expect(eves.news.filter(({ type }) => type === 'typing')).toEqual([])
  await expect(eve.live.typing({ chatId })).rejects.toMatchObject({ data: { reason: 'NOT_A_MEMBER' } })
})

test('who has just come into a chat sees who of it is online', async () => {
  const [adas, eves] = await Promise.all([ada.follow(), eve.follow()])
  expect(believes(adas, eve)).toBeUndefined()
  await ada.chats.openDirect({ userId: eve.id })
  await adas.until(() => believes(adas, eve) === true)
  await eves.until(() => believes(eves, ada) === true)
})
