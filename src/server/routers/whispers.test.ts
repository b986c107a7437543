import { sql } from 'kysely'
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

type Following = Awaited<ReturnType<Person['follow']>>
const said = (following: Following) =>
  following.news.flatMap((news) => (news.type === 'whisper' && news.said ? [news.said.text] : []))

test('ada and bob whisper on all their devices, and the database never hears a word', async () => {
  const all = [await ada.follow(), await ada.follow(), await bob.follow()]
  const { whisperId } = await ada.whispers.start({ userId: bob.id })
  expect(await bob.whispers.start({ userId: ada.id })).toEqual({ whisperId })
  await ada.whispers.say({ whisperId, text: 'xyzzy for your ears only' })
  await bob.whispers.say({ whisperId, text: 'xyzzy as well' })
  for (const following of all) {
    await following.until(() => said(following).length === 2)
    expect(said(following)).toEqual(['xyzzy for your ears only', 'xyzzy as well'])
  }
  expect((await bob.whispers.list()).whispers).toMatchObject([{ whisperId, peer: { id: ada.id } }])
  const tables = await sql<{
    name: string
  }>`select table_schema || '.' || table_name as name from information_schema.tables where table_schema = 'public'`.execute(
    app.db,
  )
  for (const { name } of tables.rows) {
    const found = await sql<{
      count: number
    }>`select count(*)::integer as count from ${sql.table(name)} as rows where rows::text like '%xyzzy%'`.execute(
      app.db,
    )
    expect({ name, ...found.rows[0] }).toEqual({ name, count: 0 })
  }
  expect(await ada.chats.list()).toEqual([])
})

test('either side ends it, and the other is told', async () => {
  const [adas, bobs] = [await ada.follow(), await bob.follow()]
  const { whisperId } = await ada.whispers.start({ userId: bob.id })
  await bob.whispers.end({ whisperId })
  for (const following of [adas, bobs]) {
    await following.until(() => following.news.some((news) => news.type === 'ended'))
    expect(following.news.findLast((news) => news.type === 'ended')).toEqual({ type: 'ended', whisperId, why: 'ended' })
  }
  await expect(ada.whispers.say({ whisperId, text: 'still there?' })).rejects.toMatchObject({
    data: { reason: 'WHISPER_ENDED' },
  })
})

test('who leaves ends it, after the time that a reload needs', async () => {
  const [adas, bobs] = [await ada.follow(), await bob.follow()]
  const { whisperId } = await ada.whispers.start({ userId: bob.id })
  await bobs.stop()
  const again = await bob.follow()
  await ada.whispers.say({ whisperId, text: 'welcome back' })
  await again.until(() => said(again).length === 1)
  await again.stop()
  await adas.until(() => adas.news.some((news) => news.type === 'ended'), 'that bob left', 12_000)
  expect(adas.news.findLast((news) => news.type === 'ended')).toEqual({ type: 'ended', whisperId, why: 'left' })
})

test('nobody whispers with himself, with somebody offline, or with somebody who appears so', async () => {
  await ada.follow()
  await expect(ada.whispers.start({ userId: ada.id })).rejects.toMatchObject({ data: { reason: 'SELF_CHAT_BLOCKED' } })
  await expect(ada.whispers.start({ userId: bob.id })).rejects.toMatchObject({ data: { reason: 'PEER_OFFLINE' } })
  await expect(ada.whispers.start({ userId: uuid() })).rejects.toMatchObject({ data: { reason: 'PEER_OFFLINE' } })
  await bob.follow()
  await bob.users.update({ hidesPresence: true })
  await expect(ada.whispers.start({ userId: bob.id })).rejects.toMatchObject({ data: { reason: 'PEER_OFFLINE' } })
})

test('eve can neither hear, nor speak in, nor end the whisper of others, nor learn that it exists', async () => {
  const eves = await eve.follow()
  await Promise.all([ada.follow(), bob.follow()])
  const { whisperId } = await ada.whispers.start({ userId: bob.id })
  await ada.whispers.say({ whisperId, text: 'not for eve' })
  for (const one of [whisperId, uuid()]) {
    await expect(eve.whispers.say({ whisperId: one, text: 'hello' })).rejects.toMatchObject({
      data: { reason: 'WHISPER_ENDED' },
    })
    await expect(eve.whispers.end({ whisperId: one })).rejects.toMatchObject({ data: { reason: 'WHISPER_ENDED' } })
  }
  expect(eves.news.filter(({ type }) => type === 'whisper' || type === 'ended')).toEqual([])
})
