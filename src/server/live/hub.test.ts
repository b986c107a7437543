import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { type Person, startTestApp, type TestApp } from '../testing.ts'
import { findMessage } from '../database/messages.ts'

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

type Following = Awaited<ReturnType<Person['follow']>>
const isGone = (following: Following, chatId: string) =>
  following.news.some((news) => news.type === 'chat' && news.chatId === chatId && news.isGone)
const versions = (following: Following, chatId: string) => following.messages(chatId).map(({ version }) => version)

/** A change that no process is told of: the process died between commit and publication. */
async function sayUnheard(chatId: string, who: Person, text: string) {
  await sql`select * from send_message(${chatId}, ${uuid()}, ${who.id}, ${text}, null)`.execute(app.db)
}

test('heads come first, with the newest version of every chat', async () => {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  const { version } = await ada.say(chatId, 'hello')
  const following = await bob.follow()
  expect(following.news[0]).toEqual({
    type: 'heads',
    epoch: expect.any(String),
    chats: { [chatId]: version },
    connectionId: expect.any(String),
    userId: bob.id,
  })
})

test('everybody hears a change in the same shape, including who made it, on every device', async () => {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  const all = await Promise.all([ada.follow(), ada.follow(), bob.follow()])
  const { id } = await ada.say(chatId, 'hello')
  await ada.messages.edit({ chatId, id, text: 'hello all' })
  await bob.messages.react({ chatId, id, emoji: '👍', on: true })
  await ada.messages.remove({ chatId, id })
  for (const following of all) {
    await following.until(() => versions(following, chatId).at(-1) === 5)
    expect(following.messages(chatId)).toMatchObject([
      { version: 2, text: 'hello', reactions: [] },
      { version: 3, text: 'hello all', editedAt: expect.any(Date) },
      { version: 4, reactions: [{ emoji: '👍', userIds: [bob.id] }] },
      { version: 5, text: '', deletedAt: expect.any(Date), reactions: [] },
    ])
  }
})

test('who is added follows the chat at once; who is removed hears nothing more', async () => {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  const following = await eve.follow()
  await ada.groups.add({ chatId, userIds: [eve.id] })
  await following.until(() =>
    following.news.some((news) => news.type === 'chat' && news.chatId === chatId && !news.isGone),
  )
  await ada.say(chatId, 'welcome')
  await following.until(() => following.messages(chatId).some(({ text }) => text === 'welcome'))
  await ada.groups.remove({ chatId, userId: eve.id })
  await ada.say(chatId, 'she is gone')
  await following.until(() => isGone(following, chatId))
  await app.hub.compare()
  expect(following.messages(chatId).map(({ text }) => text)).toEqual(['welcome'])
})

test('a change that was never published is heard by the comparison of heads', async () => {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  const following = await bob.follow()
  await sayUnheard(chatId, ada, 'unheard')
  await following.until(() => following.messages(chatId).length === 1)
  expect(following.messages(chatId)[0]?.text).toBe('unheard')
})

test('a hole is read from the database before what came after it is told', async () => {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  const following = await bob.follow()
  await sayUnheard(chatId, ada, 'first')
  await sayUnheard(chatId, ada, 'second')
  await ada.say(chatId, 'third')
  await following.until(() => following.messages(chatId).length === 3)
  expect(following.messages(chatId).map(({ text }) => text)).toEqual(['first', 'second', 'third'])
})

test('publications that come doubled and in the wrong order are told once and in order', async () => {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  const following = await bob.follow()
  for (const text of ['one', 'two', 'three', 'four']) await sayUnheard(chatId, ada, text)
  for (const number of [4, 2, 5, 3, 2, 4]) app.hub.publish((await findMessage(app.db, chatId, number))!)
  await following.until(() => following.messages(chatId).length === 4)
  await app.hub.compare()
  expect(following.messages(chatId).map(({ text }) => text)).toEqual(['one', 'two', 'three', 'four'])
})

test('a removal that was never published puts out before anything later is told', async () => {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id, eve.id] })
  const following = await eve.follow()
  await sql`select remove_member(${chatId}, ${ada.id}, ${eve.id})`.execute(app.db)
  await ada.say(chatId, 'she is gone')
  await following.until(() => isGone(following, chatId))
  expect(following.messages(chatId)).toEqual([])
})

test('an addition that was never published is found by the comparison', async () => {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  const following = await eve.follow()
  await sql`select * from add_members(${chatId}, ${ada.id}, ${[eve.id]}::uuid[])`.execute(app.db)
  await following.until(() =>
    following.news.some((news) => news.type === 'chat' && news.chatId === chatId && !news.isGone),
  )
  await ada.say(chatId, 'welcome')
  await following.until(() => following.messages(chatId).length === 1)
})

test(
  '300 times, removal and words race: nobody posts or hears anything after his removal',
  { timeout: 120_000 },
  async () => {
    const following = await eve.follow()
    const chatIds: string[] = []
    for (let round = 0; round < 300; round++) {
      const { chatId } = await ada.groups.create({ title: `Round ${round}`, userIds: [bob.id, eve.id] })
      chatIds.push(chatId)
      const quietly = (call: Promise<unknown>) => call.catch(() => undefined)
      await Promise.all([
        quietly(eve.say(chatId, 'before or after')),
        quietly(bob.say(chatId, 'from bob')),
        ada.groups.remove({ chatId, userId: eve.id }),
        quietly(eve.say(chatId, 'late')),
        quietly(bob.say(chatId, 'from bob again')),
      ])
    }
    await following.until(() => chatIds.every((chatId) => isGone(following, chatId)))
    const late = await sql<{ count: number }>`
    with removals as (select chat_id, number, version from messages where event ->> 'type' = 'removed' and chat_id = any(${chatIds}::uuid[]))
    select count(*)::integer as count from messages join removals using (chat_id)
    where messages.sender_id = ${eve.id} and messages.number > removals.number`.execute(app.db)
    expect(late.rows).toEqual([{ count: 0 }])
    const removals = await app.db
      .selectFrom('messages')
      .select(['chatId', 'version'])
      .where('chatId', 'in', chatIds)
      .where(sql<boolean>`event ->> 'type' = 'removed'`)
      .execute()
    const leaks = removals.flatMap(({ chatId, version }) =>
      versions(following, chatId).filter((heard) => heard >= version),
    )
    expect(removals).toHaveLength(300)
    expect(leaks).toEqual([])
  },
)

test('who attaches while he is removed does not stay attached', async () => {
  for (let round = 0; round < 40; round++) {
    const { chatId } = await ada.groups.create({ title: `Round ${round}`, userIds: [bob.id, eve.id] })
    const bobFollows = round === 0 ? await bob.follow() : undefined
    const [following] = await Promise.all([
      eve.follow(),
      ada.groups.remove({ chatId, userId: eve.id }),
      ada.say(chatId, 'at once'),
    ])
    await ada.say(chatId, 'after her removal')
    await app.hub.compare()
    expect(following.messages(chatId).filter(({ text }) => text === 'after her removal')).toEqual([])
    await following.stop()
    await bobFollows?.stop()
  }
})

test('numbers become visible in order and without holes under 16 writers', async () => {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  let last = 1
  const writing = { isGoing: true }
  const holes: number[] = []
  const watch = async () => {
    while (writing.isGoing) {
      const { messages } = await bob.messages.list({ chatId, after: last, limit: 100 })
      for (const { number } of messages) {
        if (number !== last + 1) holes.push(number)
        last = number
      }
    }
  }
  const watching = watch()
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (let each = 0; each < 25; each++) await ada.say(chatId, 'word')
    }),
  )
  writing.isGoing = false
  await watching
  expect(holes).toEqual([])
  expect((await bob.chats.get({ chatId })).lastNumber).toBe(401)
})

test('a new name is heard by those who share a chat, and by nobody else', async () => {
  await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  const [bobs, eves] = await Promise.all([bob.follow(), eve.follow()])
  await ada.users.update({ displayName: 'Ada Lovelace' })
  await bobs.until(() => bobs.news.some((news) => news.type === 'person' && news.person.displayName === 'Ada Lovelace'))
  expect(eves.news.filter(({ type }) => type === 'person')).toEqual([])
})

test('what has ended leaves nothing behind', async () => {
  const before = app.hub.count()
  const all = await Promise.all([ada.follow(), bob.follow(), eve.follow()])
  await Promise.all(all.map((following) => following.stop()))
  for (let tries = 0; tries < 50 && app.hub.count().followers > before.followers; tries++)
    await new Promise((resolve) => setTimeout(resolve, 20))
  expect(app.hub.count().followers).toBeLessThanOrEqual(before.followers)
})

test('a client that asks whether the line is alive is answered', async () => {
  const following = await bob.follow()
  const socket = following.socket()
  const answer = new Promise<string>((resolve) => {
    socket.on('message', (frame: Buffer) => {
      if (frame.toString() === 'PONG') resolve('PONG')
    })
  })
  socket.send('PING')
  expect(await answer).toBe('PONG')
})
