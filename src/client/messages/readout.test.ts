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
  expect(readout(said, 'ada', { now })).toMatch(/^Bob, (02|14):02( pm)?: The boiler is warm$/i)
})

test('it says what became of the message, and whom it concerns', () => {
  const reactions = [
    { emoji: '👍', userIds: ['ada', 'eve'] },
    { emoji: '🎉', userIds: ['eve'] },
  ]
  const heard = readout({ ...said, editedAt: now, reactions, mentions: ['ada'], replyTo: 'one' }, 'ada', { now })
  expect(heard).toMatch(/^Bob, .+, in reply, naming you: The boiler is warm, edited, 3 reactions$/)
})

test('one of the reader’s own, not sent, of yesterday, or deleted, says so', () => {
  const createdAt = new Date('2026-03-02T14:02')
  expect(readout({ ...said, createdAt, state: 'waiting' }, 'bob', { now })).toMatch(
    /^You, Yesterday .+: The boiler is warm, not sent yet$/,
  )
  expect(readout({ ...said, deletedAt: now, text: '' }, 'ada', { now })).toMatch(/^Bob, .+: this message was deleted$/)
})

test('marks are not read out, and what is hidden stays hidden', () => {
  expect(readout({ ...said, text: 'it was **||the butler||**' }, 'ada', { now })).toContain('it was ▒▒▒▒')
})

test('an answer says whom it answers, and how that begins', () => {
  const ada = { id: 'ada', displayName: 'Ada', isDeleted: false }
  const quoted = { sender: ada, text: 'Is it **warm**\nby now?', deletedAt: null }
  const answer = { ...said, replyTo: 'one' }
  expect(readout(answer, 'eve', { quoted, now })).toMatch(
    /^Bob, .+, in reply to Ada: “Is it warm by now\?”: The boiler is warm$/,
  )
  expect(readout(answer, 'ada', { quoted, now })).toContain(', in reply to you: “Is it warm by now?”: ')
  const long = { ...quoted, text: 'steam '.repeat(100) }
  expect(readout(answer, 'eve', { quoted: long, now })).toContain(`Ada: “${'steam '.repeat(9)}steam…”: The`)
  const gone = { ...quoted, text: '', deletedAt: now }
  expect(readout(answer, 'eve', { quoted: gone, now })).toContain(', in reply to a deleted message: ')
  expect(readout(answer, 'eve', { quoted: null, now })).toContain(', in reply: ')
  const unnamed = { ...quoted, sender: { ...ada, displayName: '', isDeleted: true } }
  expect(readout(answer, 'eve', { quoted: unnamed, now })).toContain(', in reply to Deleted user: ')
})

test('it says who has seen a message, as the screen does', () => {
  const seenNames = ['Ada', 'Bob', 'Eve', 'Jun', 'Noor', 'Zoe']
  expect(readout(said, 'bob', { seenNames: ['Ada'], now })).toMatch(/: The boiler is warm, seen by Ada$/)
  expect(readout(said, 'bob', { seenNames, now })).toMatch(/, seen by Ada, Bob, Eve, Jun,? and 2 others$/)
})

test('what is held says that it can be taken back, in the same words until it cannot', () => {
  const held = { ...said, state: 'waiting' as const, heldUntil: now.getTime() + 5000 }
  const after = (ms: number) => readout(held, 'bob', { now: new Date(now.getTime() + ms) })
  expect(after(0)).toMatch(/: The boiler is warm, not sent yet, can be taken back$/)
  expect(after(4999)).toBe(after(0))
  expect(after(5000)).toMatch(/: The boiler is warm, not sent yet$/)
})
