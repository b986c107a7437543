import { expect, test } from 'vitest'
import { createTestDatabase } from '../../src/server/testing.ts'
import { checkBus } from './bus.ts'

test('the doctor says whether processes hear each other', async () => {
  const databaseUrl = await createTestDatabase()
  expect(await checkBus({ busUrl: undefined, databaseUrl })).toEqual([])
  expect(await checkBus({ busUrl: 'postgres:', databaseUrl })).toMatchObject([{ about: 'Bus', state: 'fine' }])
  const [away] = await checkBus({ busUrl: 'nats://127.0.0.1:1', databaseUrl })
  expect(away).toMatchObject({ about: 'Bus', state: 'fault' })
  expect(away?.says).toMatch(/refused/)
})
