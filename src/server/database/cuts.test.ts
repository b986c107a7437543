import { sql } from 'kysely'
import pg from 'pg'
import { setTimeout as sleep } from 'node:timers/promises'
import { v7 as uuid } from 'uuid'
import { expect, test } from 'vitest'
import { brokenRules } from '../../../scripts/testing.ts'
import { type Person, startTestApp } from '../testing.ts'

test('connections that are cut every 100 ms under load cost nobody a wrong answer, and lose and double nothing', async () => {
  const app = await startTestApp()
  const [ada, bob] = [await app.person('ada'), await app.person('bob')]
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  const over = new AbortController()
  const answers = { good: 0, refused: [] as string[] }
  const ask = (call: Promise<unknown>) =>
    call.then(
      () => void (answers.good += 1),
      (error: unknown) => void answers.refused.push(reasonOf(error)),
    )
  const stored = new Map<string, number>()
  const say = async (person: Person) => {
    const id = uuid()
    const send = async () => {
      const { number } = await person.messages.send({ id, chatId, text: 'hello' })
      stored.set(id, number)
    }
    while (!stored.has(id)) await ask(send())
  }
  const callers = Array.from({ length: 24 }, async (_, each) => {
    const person = each % 2 ? ada : bob
    while (!over.signal.aborted) {
      if (each % 3 === 0) await say(person)
      else await ask(each % 3 === 1 ? person.chats.list() : person.messages.list({ chatId }))
    }
  })

  const admin = new pg.Client(app.databaseUrl)
  await admin.connect()
  let cuts = 0
  for (let time = 0; time < 20; time++) {
    await sleep(100)
    const { rowCount } = await admin.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    )
    cuts += rowCount ?? 0
  }
  over.abort()
  await Promise.all(callers)
  await admin.end()

  expect(cuts).toBeGreaterThan(40)
  expect(answers.refused.filter((reason) => reason !== 'UNAVAILABLE')).toEqual([])
  expect(answers.good).toBeGreaterThan(40)
  expect([...stored.values()].toSorted((a, b) => a - b)).toEqual([...stored].map((_, each) => each + 2))
  expect((await bob.chats.get({ chatId })).said).toBe(stored.size)
  expect(await brokenRules(app.db)).toEqual([])
  await app.stop()
})

test('what only reads is asked again when its connection breaks; what may change something is not, nor anything in a transaction', async () => {
  const app = await startTestApp()
  const ada = await app.person('ada')
  const slowly = sql<string>`pg_sleep(0.5)`.as('slept')
  const read = app.db.selectFrom('users').select(['username', slowly]).where('id', '=', ada.id)
  const change = app.db.updateTable('users').set({ displayName: sql`pg_sleep(0.5)::text || 'Changed'` })
  const [name, called, changed, inTransaction] = await Promise.allSettled([
    read.executeTakeFirst(),
    sql`select * from pg_sleep(0.5)`.execute(app.db),
    change.execute(),
    app.db.transaction().execute((tx) => tx.selectFrom('users').select(['username', slowly]).execute()),
    cut(app.databaseUrl, 4),
  ])
  expect(name).toMatchObject({ value: { username: ada.username } })
  expect([called, changed, inTransaction].map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  expect((await ada.auth.me())?.user.displayName).toBe('Ada')
  await app.stop()
})

test('a change that may be made twice is made again when its connection breaks, others are not', async () => {
  const app = await startTestApp()
  const ada = await app.person('ada')
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [] })
  const { id } = await ada.say(chatId, 'hello')
  const holder = await app.db.startTransaction().execute()
  await sql`select from chats where id = ${chatId} for update`.execute(holder)
  const calls = Promise.allSettled([
    ada.say(chatId, 'goodbye'),
    ada.messages.edit({ chatId, id, text: 'hello again' }),
    ada.groups.rename({ chatId, title: 'Machines' }),
  ])
  await cut(app.databaseUrl, 3, "wait_event_type = 'Lock'")
  await holder.rollback().execute()
  const [said, edited, renamed] = await calls
  expect([said.status, edited.status]).toEqual(['fulfilled', 'fulfilled'])
  expect(renamed).toMatchObject({ reason: { data: { reason: 'UNAVAILABLE' } } })
  const { messages } = await ada.messages.list({ chatId })
  expect(messages.map(({ text }) => text)).toEqual(['', 'hello again', 'goodbye'])
  expect((await ada.chats.get({ chatId })).title).toBe('Engines')
  await app.stop()
})

/** Cuts the connections of as many calls that wait, when all of them do. */
async function cut(databaseUrl: string, calls: number, waiting = "wait_event = 'PgSleep'") {
  const admin = new pg.Client(databaseUrl)
  await admin.connect()
  const them = `datname = current_database() and pid <> pg_backend_pid() and ${waiting}`
  const count = async () => (await admin.query(`select from pg_stat_activity where ${them}`)).rowCount
  await expect.poll(count, { interval: 5 }).toBe(calls)
  await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where ${them}`)
  await admin.end()
}

function reasonOf(error: unknown): string {
  const { data } = error as { data?: { reason: string } }
  return data?.reason ?? String(error)
}
