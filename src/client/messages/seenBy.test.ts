import { expect, test } from 'vitest'
import { seenBy } from './seenBy.ts'

const said = (number: number, senderId: string, state = 'stored') => ({
  id: `m${number}`,
  number,
  state,
  kind: 'text',
  sender: { id: senderId },
})
const member = (id: string, readNumber: number | null) => ({ id, displayName: id, readNumber })

test('the newest of my messages that somebody has read says who', () => {
  const messages = [said(1, 'ada'), said(2, 'ada'), said(3, 'bob'), said(4, 'ada')]
  expect(seenBy(messages, [member('ada', 4), member('bob', 3), member('eve', 1)], 'ada')).toEqual({
    id: 'm2',
    names: ['bob'],
  })
})

test('nobody is said to have read what nobody has, or who keeps it to himself', () => {
  const messages = [said(1, 'ada'), said(2, 'ada', 'waiting')]
  expect(seenBy(messages, [member('ada', 2), member('bob', null)], 'ada')).toBeUndefined()
  expect(seenBy(messages, [member('ada', 2), member('bob', 0)], 'ada')).toBeUndefined()
  expect(seenBy(messages, [member('bob', 9)], 'ada')?.id).toBe('m1')
})
