import { expect, test } from 'vitest'
import type { Message } from '../trpc.ts'
import { lastLine } from './lastLine.ts'

const grace = { id: 'grace', displayName: 'Grace Hopper' }
const said = (text: string, more: object = {}) =>
  ({ kind: 'text', text, sender: grace, deletedAt: null, ...more }) as Message
const line = (kind: 'direct' | 'group', lastMessage: Message | null, meId = 'ada') =>
  lastLine({ kind, lastMessage }, meId, 'Ada added Noor.')

test('the last line says who said it where that is a question', () => {
  expect(line('group', said('it held,\nall of it'))).toEqual({ who: 'Grace', what: 'it held, all of it' })
  expect(line('direct', said('it held'))).toEqual({ what: 'it held' })
  expect(line('direct', said('it held'), 'grace')).toEqual({ who: 'You', what: 'it held' })
})

test('what happened, what was deleted and what is not there yet have a line too', () => {
  expect(line('group', said('', { kind: 'system' }))).toEqual({ what: 'Ada added Noor' })
  expect(line('group', said('', { deletedAt: new Date() }))).toEqual({ who: 'Grace', what: 'deleted' })
  expect(line('group', said('/me waves'))).toEqual({ who: 'Grace', what: 'waves', isDeed: true })
  expect(line('group', null)).toEqual({ what: 'Nothing was said yet' })
})
