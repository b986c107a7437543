import { expect, test } from 'vitest'
import type { Person } from '../trpc.ts'
import { createWhispers, type Said } from './whispers.ts'

const bob: Person = { id: 'bob', username: 'bob', displayName: 'Bob', kind: 'person', avatar: null, isDeleted: false }
const said = (id: string, senderId: string): Said => ({ id, senderId, text: `words of ${id}`, at: new Date(0) })
const begun = () => {
  const whispers = createWhispers('ada')
  whispers.told({ type: 'whisper', whisperId: 'w', peer: bob })
  return whispers
}

test('what is whispered is heard once, and counted until it is read', () => {
  const whispers = begun()
  const one = { type: 'whisper', whisperId: 'w', peer: bob, said: said('1', 'bob') } as const
  whispers.told(one)
  whispers.told(one)
  whispers.told({ ...one, said: said('2', 'ada') })
  expect(whispers.store.get().get('w')).toMatchObject({ said: [one.said, said('2', 'ada')], unread: 1 })
  whispers.read('w')
  expect(whispers.store.get().get('w')?.unread).toBe(0)
})

test('how it ended is shown, and it can be put away', () => {
  const whispers = begun()
  whispers.ended({ type: 'ended', whisperId: 'w', why: 'left' })
  expect(whispers.store.get().get('w')?.end).toBe('left')
  whispers.forget('w')
  expect(whispers.store.get().size).toBe(0)
})

test('after a gap those that go on are there, and those that ended meanwhile have ended', () => {
  const whispers = begun()
  whispers.going([{ whisperId: 'new', peer: bob }])
  expect([...whispers.store.get().values()]).toMatchObject([
    { id: 'w', end: 'left' },
    { id: 'new', end: undefined },
  ])
})
