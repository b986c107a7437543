import { expect, test } from 'vitest'
import { happeningSentence, listed } from './happenings.ts'

const names: Record<string, string> = { ada: 'Ada', bob: 'Bob', eve: 'Eve', noor: 'Noor', jun: 'Jun' }
const sentence = (senderId: string, event: Parameters<typeof happeningSentence>[1], meId = 'me') =>
  happeningSentence({ id: senderId, displayName: names[senderId] ?? '?' }, event, meId, (id) => names[id] ?? '?')

test('what happens in a group is told in sentences with a subject', () => {
  expect(sentence('ada', { type: 'created', title: 'Engines', userIds: ['bob', 'ada'] })).toBe(
    'Ada started the group “Engines” with Bob.',
  )
  expect(sentence('ada', { type: 'joined', userIds: ['noor', 'jun'] })).toBe('Ada added Noor and Jun.')
  expect(sentence('bob', { type: 'left', userIds: ['bob'], ownerId: 'eve' })).toBe('Bob left. Eve is the owner now.')
  expect(sentence('bob', { type: 'left', userIds: ['bob'], ownerId: null })).toBe('Bob left.')
  expect(sentence('ada', { type: 'removed', userIds: ['eve'] })).toBe('Ada removed Eve.')
  expect(sentence('ada', { type: 'renamed', title: 'Boilers', userIds: [] })).toBe(
    'Ada renamed the group to “Boilers”.',
  )
  expect(sentence('ada', { type: 'role', role: 'admin', userIds: ['bob'] })).toBe('Ada made Bob an admin.')
})

test('the reader is spoken to', () => {
  expect(sentence('ada', { type: 'joined', userIds: ['bob'] }, 'ada')).toBe('You added Bob.')
  expect(sentence('ada', { type: 'joined', userIds: ['bob', 'jun'] }, 'bob')).toBe('Ada added you and Jun.')
  expect(sentence('bob', { type: 'left', userIds: ['bob'], ownerId: 'eve' }, 'eve')).toBe(
    'Bob left. You are the owner now.',
  )
})

test('many names are counted', () => {
  expect(listed(['A', 'B', 'C'])).toBe('A, B and C')
  expect(listed(['A', 'B', 'C', 'D', 'E', 'F', 'G'])).toBe('A, B, C, D and 3 others')
})
