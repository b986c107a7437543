import { expect, test } from 'vitest'
import { readout } from './readout.ts'

const now = new Date('2026-03-03T15:00')
const said = {
  text: 'The boiler is warm',
  sender: { id: 'bob', displayName: 'Bob' },
  createdAt: new Date('2026-03-03T14:02'),
  editedAt: null,
  deletedAt: null,
  replyTo: null,
  reactions: [],
  mentions: [],
  state: 'stored' as const,
}

test('a message is read out as one sentence', () => {
  expect(readout(said, 'ada', now)).toMatch(/^Bob, (02|14):02( pm)?: The boiler is warm$/i)
})

test('it says what became of the message, and whom it concerns', () => {
  const reactions = [
    { emoji: '👍', userIds: ['ada', 'eve'] },
    { emoji: '🎉', userIds: ['eve'] },
  ]
  const heard = readout({ ...said, editedAt: now, reactions, mentions: ['ada'], replyTo: 'one' }, 'ada', now)
  expect(heard).toMatch(/^Bob, .+, in reply, naming you: The boiler is warm, edited, 3 reactions$/)
})

test('one of the reader’s own, not sent, of yesterday, or deleted, says so', () => {
  const createdAt = new Date('2026-03-02T14:02')
  expect(readout({ ...said, createdAt, state: 'waiting' }, 'bob', now)).toMatch(
    /^You, Yesterday .+: The boiler is warm, not sent yet$/,
  )
  expect(readout({ ...said, deletedAt: now, text: '' }, 'ada', now)).toMatch(/^Bob, .+: this message was deleted$/)
})

test('marks are not read out, and what is hidden stays hidden', () => {
  expect(readout({ ...said, text: 'it was **||the butler||**' }, 'ada', now)).toContain('it was ▒▒▒▒')
})
