import { type KyselyPlugin, sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { brokenRules } from '../../../scripts/testing.ts'
import { type Person, startTestApp, type TestApp } from '../testing.ts'
import type { Message } from './messages.ts'
import { createSends, type Send, type Sent } from './sends.ts'

let app: TestApp
let second: TestApp
let ada: Person
let bob: Person
let eve: Person
beforeAll(async () => {
  app = await startTestApp()
  second = await startTestApp({}, app.databaseUrl)
  ada = await app.person('ada')
  bob = await app.person('bob')
  eve = await app.person('eve')
})
afterAll(async () => {
  await second.stop()
  await app.stop()
})

const chatOf = async (title = 'Engines') => (await ada.groups.create({ title, userIds: [bob.id] })).chatId
const words = (chatId: string, sender: Person, more: Partial<Send> = {}): Send => ({
  chatId,
  id: uuid(),
  text: 'hello',
  replyTo: null,
  sender: { ...sender, avatar: null, kind: 'person', isDeleted: false },
  ...more,
})
const reasons = (answers: PromiseSettledResult<Sent>[]) =>
  answers.map((answer) => (answer.status === 'fulfilled' ? 'sent' : (answer.reason as { reason?: string }).reason))

/** Sends with what they published, and how many messages went with each call. */
function counted() {
  const calls: number[] = []
  const published: Message[] = []
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: ({ result }) => {
      calls.push(result.rows.length)
      return Promise.resolve(result)
    },
  }
  return { calls, published, send: createSends(app.db.withPlugin(plugin), (message) => published.push(message)) }
}

test('what is said alone goes at once; what is said meanwhile goes together, at most 100 a call', async () => {
  const { calls, send } = counted()
  const chatId = await chatOf()
  await send(words(chatId, ada))
  expect(calls).toEqual([1])
  await new Promise(setImmediate)
  await Promise.all(Array.from({ length: 251 }, () => send(words(chatId, ada))))
  expect(calls).toEqual([1, 1, 100, 100, 50])
})

test('numbers follow the queue, and each message is published in that order before its sender is answered', async () => {
  const { published, send } = counted()
  const chatIds = [await chatOf('One'), await chatOf('Two')]
  const sends = Array.from({ length: 150 }, (_, each) => words(chatIds[each % 2]!, each % 3 ? ada : bob))
  const heardFirst = await Promise.all(
    sends.map(async (one) => {
      await send(one)
      return published.some(({ id }) => id === one.id)
    }),
  )
  expect(heardFirst).not.toContain(false)
  for (const chatId of chatIds) {
    const own = published.filter((message) => message.chatId === chatId)
    expect(own.map(({ id }) => id)).toEqual(sends.filter((one) => one.chatId === chatId).map(({ id }) => id))
    expect(own.map(({ number, version }) => [number, version])).toEqual(own.map((_, each) => [each + 2, each + 2]))
    expect((await bob.messages.list({ chatId, limit: 100 })).messages.slice(1)).toMatchObject(
      own.map(({ sender: { id }, ...message }) => ({ ...message, sender: { id } })),
    )
  }
})

test('each message moves the mark of its sender by one version, also where several of his go together', async () => {
  const { calls, send } = counted()
  const chatId = await chatOf()
  const { readVersion } = await ada.chats.get({ chatId })
  await Promise.all(Array.from({ length: 4 }, () => send(words(chatId, ada))))
  expect(calls).toEqual([1, 3])
  expect((await ada.chats.get({ chatId })).readVersion).toBe(readVersion + 4)
})

test('one refused send does not fail the others of its call', async () => {
  const { calls, published, send } = counted()
  const chatId = await chatOf()
  const taken = words(chatId, bob)
  await send(taken)
  await new Promise(setImmediate)
  const answers = await Promise.allSettled(
    [
      words(chatId, ada),
      words(chatId, eve),
      words(chatId, ada),
      words(uuid(), ada),
      words(chatId, ada, { id: taken.id }),
      words(chatId, bob, { id: taken.id }),
      words(chatId, bob, { replyTo: uuid() }),
      words(chatId, bob, { replyTo: taken.id }),
    ].map(send),
  )
  expect(reasons(answers)).toEqual([
    'sent',
    'NOT_A_MEMBER',
    'sent',
    'NOT_A_MEMBER',
    'ID_TAKEN',
    'sent',
    'NO_SUCH_MESSAGE',
    'sent',
  ])
  // The first alone; then what waited, in as many calls as what repeats or answers the same message needs.
  expect(calls).toEqual([1, 1, 4, 2, 1])
  expect(published.map(({ number }) => number)).toEqual([2, 3, 4, 5])
  expect(await brokenRules(app.db)).toEqual([])
})

test('an id that waits twice is one message, and an answer may wait together with what it answers', async () => {
  const { published, send } = counted()
  const chatId = await chatOf()
  const question = words(chatId, ada)
  const answers = await Promise.allSettled([
    ...[words(chatId, bob), question, question, question, words(chatId, bob, { id: question.id })].map(send),
    ...[words(chatId, bob, { replyTo: question.id }), words(chatId, bob)].map(send),
  ])
  expect(reasons(answers)).toEqual(['sent', 'sent', 'sent', 'sent', 'ID_TAKEN', 'sent', 'sent'])
  expect(answers.slice(1, 4).map((one) => one.status === 'fulfilled' && one.value.number)).toEqual([3, 3, 3])
  expect(published.map(({ number, replyTo }) => [number, replyTo])).toEqual([
    [2, null],
    [3, null],
    [4, question.id],
    [5, null],
  ])
})

test('who is named is told with the message, also when it went with others', async () => {
  const { published, send } = counted()
  const chatId = await chatOf()
  await Promise.all([
    send(words(chatId, ada)),
    send(words(chatId, ada, { text: `@${bob.username} and @${eve.username}, look` })),
    send(words(chatId, bob, { text: 'a@b' })),
  ])
  expect(published.map(({ mentions }) => mentions)).toEqual([[], [bob.id], []])
  expect((await bob.chats.get({ chatId })).mentioned).toEqual([])
  expect((await ada.messages.list({ chatId })).messages.map(({ mentions }) => mentions)).toEqual([[], [], [bob.id], []])
})

test('what PostgreSQL cannot store is refused alone', async () => {
  const { send } = counted()
  const [one, two] = [await chatOf('One'), await chatOf('Two')]
  const answers = await Promise.allSettled([
    send(words(one, ada)),
    ...Array.from({ length: 50 }, (_, each) => send(words(each % 2 ? one : two, ada))),
    send(words(one, ada, { text: 'nothing\0' })),
    ...Array.from({ length: 40 }, (_, each) => send(words(each % 2 ? one : two, bob))),
  ])
  const refused = answers.flatMap((answer, each) => (answer.status === 'rejected' ? [each] : []))
  expect(refused).toEqual([51])
  expect((await bob.messages.list({ chatId: one, limit: 100 })).messages).toHaveLength(47)
  expect(await brokenRules(app.db)).toEqual([])
})

test('a full queue refuses, says when to try again, and keeps what it has', async () => {
  const { send } = counted()
  const chatId = await chatOf()
  const answers = await Promise.allSettled(Array.from({ length: 2011 }, () => send(words(chatId, ada))))
  const refused = answers.filter((answer) => answer.status === 'rejected')
  expect(refused).toHaveLength(10)
  expect(refused[0]?.reason).toMatchObject({ reason: 'TOO_MANY_REQUESTS', retryAfter: 1 })
  expect((await bob.chats.get({ chatId })).said).toBe(2001)
})

test('a chat that somebody holds fails its own sends and no others', async () => {
  const { send } = counted()
  const [held, free] = [await chatOf('Held'), await chatOf('Free')]
  const tx = await app.db.startTransaction().execute()
  await sql`select from chats where id = ${held} for update`.execute(tx)
  const answers = await Promise.allSettled([
    send(words(free, ada)),
    send(words(held, ada)),
    send(words(free, ada)),
    send(words(held, bob)),
  ])
  await tx.rollback().execute()
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected'])
  expect(answers[1]).toMatchObject({ reason: { code: '55P03' } })
})

test('a deadlock is tried again, and nobody notices', async () => {
  const { calls, send } = counted()
  const chatId = await chatOf()
  const tx = await app.db.startTransaction().execute()
  await sql`select from users where id = ${bob.id} for update`.execute(tx)
  const sending = [send(words(chatId, bob)), send(words(chatId, ada))]
  await expect.poll(() => waitsFor(chatId), { interval: 10 }).toBe(true)
  await sql`select from chats where id = ${chatId} for update`.execute(tx)
  await tx.commit().execute()
  expect((await Promise.all(sending)).map(({ number }) => number)).toEqual([2, 3])
  expect(calls).toEqual([1, 1])
})

test('two processes with 64 senders each keep the numbers of every chat dense, and wait for each other in no circle', async () => {
  const chatIds = await Promise.all(Array.from({ length: 5 }, (_, each) => chatOf(`Chat ${each}`)))
  const answers = await Promise.all(
    Array.from({ length: 128 }, async (_, sender) => {
      const sent: string[] = []
      for (let each = 0; each < 15; each++) {
        const chatId = chatIds[(sender * 7 + each * (sender % 3 ? 1 : 4)) % 5]!
        const { number } = await (sender % 2 ? app : second).sends(words(chatId, sender % 3 ? ada : bob))
        sent.push(`${chatId} ${number}`)
      }
      return sent
    }),
  )
  expect(new Set(answers.flat()).size).toBe(128 * 15)
  expect(await brokenRules(app.db)).toEqual([])
})

test('300 times, removal in one process races with sends of both: nothing is stored after it', async () => {
  const chatIds: string[] = []
  for (let round = 0; round < 30; round++) {
    const ten = await Promise.all(
      Array.from({ length: 10 }, () => ada.groups.create({ title: 'Race', userIds: [bob.id, eve.id] })),
    )
    const quietly = (call: Promise<unknown>) => call.catch(() => undefined)
    await Promise.all(
      ten.flatMap(({ chatId }, each) => [
        ...[app, second, app, second].map(({ sends }) => quietly(sends(words(chatId, eve)))),
        quietly((each % 2 ? app : second).sends(words(chatId, bob))),
        sql`select remove_member(${chatId}, ${ada.id}, ${eve.id})`.execute(each % 3 ? app.db : second.db),
        ...[app, second].map(({ sends }) => quietly(sends(words(chatId, eve)))),
      ]),
    )
    chatIds.push(...ten.map(({ chatId }) => chatId))
  }
  const { rows } = await sql<{ late: number; early: number; removals: number }>`
    with removals as (select chat_id, number from messages where event ->> 'type' = 'removed' and chat_id = any(${chatIds}::uuid[]))
    select (select count(*) from removals)::integer as removals,
      count(*) filter (where messages.number > removals.number)::integer as late,
      count(*) filter (where messages.number < removals.number)::integer as early
    from messages join removals using (chat_id) where messages.sender_id = ${eve.id}`.execute(app.db)
  expect(rows).toEqual([{ late: 0, early: expect.any(Number), removals: 300 }])
  expect(rows[0]?.early).toBeGreaterThan(0)
  expect(await brokenRules(app.db)).toEqual([])
})

/** A send has this chat, and waits for something else. */
async function waitsFor(chatId: string): Promise<boolean> {
  const taken = await sql`select from chats where id = ${chatId} for update nowait`.execute(app.db).then(
    () => false,
    () => true,
  )
  const { rows } = await sql`select from pg_locks where not granted and locktype = 'transactionid'`.execute(app.db)
  return taken && rows.length > 0
}

test('a chat that has grown much since the last statistics costs a send no more than a new one', async () => {
  const fresh = await startTestApp()
  const carol = await fresh.person('carol')
  for (let each = 0; each < 60; each++) await carol.groups.create({ title: `${each}`, userIds: [] })
  await sql`analyze`.execute(fresh.db)
  const { chatId } = await carol.groups.create({ title: 'Engines', userIds: [] })
  const send = createSends(fresh.db, () => undefined)
  const first = words(chatId, carol)
  await send(first)
  await Promise.all(Array.from({ length: 1500 }, () => send(words(chatId, carol, { replyTo: first.id }))))
  const { rows } = await sql<{ read: number }>`
    select idx_tup_read::integer as read from pg_stat_user_indexes where indexrelname = 'messages_version'`.execute(
    fresh.db,
  )
  await fresh.stop()
  expect(rows[0]?.read).toBeLessThan(3000)
})
