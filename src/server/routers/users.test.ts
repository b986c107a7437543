import { afterAll, beforeAll, expect, test } from 'vitest'
import { v7 as uuid } from 'uuid'
import { apiAt, type Person, startTestApp, type TestApp } from '../testing.ts'

let app: TestApp
let ada: Person
beforeAll(async () => {
  app = await startTestApp()
  ada = await app.person('ada')
  for (let each = 0; each < 5; each++) await app.person('bob')
})
afterAll(() => app.stop())

test('ada finds people by a part of their name or username, in any case, but never herself', async () => {
  const found = await ada.users.search({ text: 'BO' })
  expect(found.users.map(({ displayName }) => displayName)).toEqual(['Bob', 'Bob', 'Bob', 'Bob', 'Bob'])
  expect((await ada.users.search({ text: 'ada' })).users).toEqual([])
  expect((await ada.users.search({ text: '' })).users).toHaveLength(5)
})

test('pages follow one another without a gap, also among people of one name', async () => {
  const everyone = (await ada.users.search({ text: 'bob' })).users
  const paged = []
  let cursor: string | undefined
  do {
    const page = await ada.users.search({ text: 'bob', limit: 2, cursor })
    paged.push(...page.users)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(paged).toEqual(everyone)
})

test('signs that mean something to SQL are looked for as they are', async () => {
  for (const text of ['%', '_', '\\', "'"]) expect((await ada.users.search({ text })).users).toEqual([])
})

test('nobody sees the e-mail address of somebody else', async () => {
  await apiAt(app.url).auth.register({
    username: 'carol',
    password: 'carol has a password',
    email: 'carol@example.test',
    as: 'token',
  })
  const { users } = await ada.users.search({ text: 'carol' })
  expect(users).toEqual([
    { id: expect.any(String), username: 'carol', displayName: 'carol', kind: 'person', avatar: null, isDeleted: false },
  ])
  expect(await ada.users.get({ userId: users[0]!.id })).toEqual(users[0])
  expect((await ada.users.search({ text: 'example.test' })).users).toEqual([])
})

test('somebody unknown is not found', async () => {
  await expect(ada.users.get({ userId: uuid() })).rejects.toMatchObject({ data: { reason: 'NO_SUCH_USER' } })
})

test('only who is signed in may look for people', async () => {
  await expect(apiAt(app.url).users.search({ text: 'bob' })).rejects.toMatchObject({
    data: { reason: 'NOT_SIGNED_IN' },
  })
})
