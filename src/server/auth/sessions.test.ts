import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { startTestApp } from '../testing.ts'
import { createSessions } from './sessions.ts'

test('sessions that are shown at one moment are looked for together, and each is answered for itself', async () => {
  const app = await startTestApp()
  const people = await Promise.all(Array.from({ length: 30 }, () => app.person('ada')))
  const [ada, bob, eve] = people
  let asked = 0
  const db = app.db.withPlugin({
    transformQuery: ({ node }) => node,
    transformResult: ({ result }) => {
      asked += 1
      return Promise.resolve(result)
    },
  })
  const sessions = createSessions(db, readConfig({}))
  await ada!.auth.logout()
  await app.db.updateTable('users').set({ disabledAt: new Date() }).where('id', '=', bob!.id).execute()
  await app.db.updateTable('sessions').set({ endsAt: new Date() }).where('userId', '=', eve!.id).execute()
  const secrets = [...people.map(({ token }) => token), randomBytes(20).toString('hex'), people[5]!.token]
  const signed = await Promise.all(secrets.map((secret) => sessions.validate(secret)))
  // The first alone, then all that came meanwhile.
  expect(asked).toBe(2)
  const ids = people.map(({ id }) => id)
  expect(signed.map((one) => one?.user.id ?? null)).toEqual([null, null, null, ...ids.slice(3), null, ids[5]])
  await app.stop()
})

test('a session that ended is over for the next request, whatever was asked just before', async () => {
  const app = await startTestApp()
  const ada = await app.person('ada')
  for (let round = 0; round < 5; round++) {
    const { secret } = await app.sessions.start(ada.id, { device: undefined, address: '127.0.0.1' })
    const before = Array.from({ length: 20 }, () => app.sessions.validate(secret))
    await app.db.deleteFrom('sessions').where('userId', '=', ada.id).execute()
    expect(await app.sessions.validate(secret)).toBeNull()
    await Promise.all(before)
  }
  await app.stop()
})
