import { expect, test } from 'vitest'
import type { Message } from '../trpc.ts'
import { lastLine } from './lastLine.ts'

const grace = { id: 'grace', displayName: 'Grace Hopper' }
const said = (text: string, more: object = {}) =>
  ({ kind: 'text', text, sender: grace, deletedAt: null, ...more }) as Message
const line = (kind: 'direct' | 'group', lastMessage: Message | null, meId = 'ada') =>
  lastLine({ kind, lastMessage }, meId, 'Ada added Noor.')

test('the last line says who said it where that is a question', () => {
  expect(line('group', said('it held,\nall of it'))).toBe('Grace: it held, all of it')
  expect(line('direct', said('it held'))).toBe('it held')
  expect(line('direct', said('it held'), 'grace')).toBe('You: it held')
})

test('what happened, what was deleted and what is not there yet have a line too', () => {
  expect(line('group', said('', { kind: 'system' }))).toBe('Ada added Noor')
  expect(line('group', said('', { deletedAt: new Date() }))).toBe('Grace: deleted')
  expect(line('group', said('/me waves'))).toBe('Grace waves')
  expect(line('group', null)).toBe('Nothing was said yet')
})
