import { expect, test } from 'vitest'
import type { Chat, Message } from '../trpc.ts'
import { worthTelling } from './worthTelling.ts'

const now = new Date('2026-11-19T12:00:00Z')
const ada = { id: 'ada', username: 'ada', displayName: 'Ada', kind: 'person', avatar: null, isDeleted: false } as const
const bob = { ...ada, id: 'bob', username: 'bob', displayName: 'Bob' } as const
const message = (number: number, changes: Partial<Message> = {}): Message => ({
  chatId: 'engines',
  number,
  id: `m${number}`,
  version: number,
  said: number,
  sender: bob,
  kind: 'text',
  text: 'hello',
  event: null,
  replyTo: null,
  createdAt: now,
  editedAt: null,
  deletedAt: null,
  reactions: [],
  mentions: [],
  ...changes,
})
const chat = (last: Message, changes: Partial<Chat> = {}): Chat => ({
  id: 'engines',
  kind: 'group',
  title: 'Engines',
  version: last.version,
  lastNumber: last.number,
  said: last.number,
  readNumber: 1,
  readSaid: 1,
  readVersion: 1,
  unread: last.number - 1,
  mentioned: [],
  role: 'member',
  joinedNumber: 1,
  mutedUntil: null,
  notify: 'all',
  createdBy: 'bob',
  createdAt: now,
  activeAt: now,
  memberCount: 2,
  peer: null,
  lastMessage: last,
  ...changes,
})
const told = (after: Chat, openId?: string) =>
  worthTelling([chat(message(1))], [after], { meId: 'ada', openId, now }).length

test('what somebody else says in a chat that is not open is told', () => {
  expect(told(chat(message(2)))).toBe(1)
  expect(told(chat(message(2)), 'engines')).toBe(0)
  expect(told(chat(message(2, { sender: ada })))).toBe(0)
})

test('what was there before, was read elsewhere, or is nothing said is not told', () => {
  expect(told(chat(message(1, { version: 5 })))).toBe(0)
  expect(told(chat(message(2), { readNumber: 2 }))).toBe(0)
  expect(told(chat(message(2, { kind: 'system', text: '', event: { type: 'joined', userIds: ['eve'] } })))).toBe(0)
  expect(told(chat(message(2), { version: -1 }))).toBe(0)
})

test('what is said in a chat that one just came into is told, and not what was said in it before', () => {
  const toldOf = (after: Chat) => worthTelling([], [after], { meId: 'ada', openId: undefined, now }).length
  expect(toldOf(chat(message(1), { joinedNumber: 0, readNumber: 0 }))).toBe(1)
  expect(toldOf(chat(message(8), { joinedNumber: 7 }))).toBe(1)
  expect(toldOf(chat(message(7), { joinedNumber: 7 }))).toBe(0)
})

test('a muted chat is silent, and one of mentions tells only those', () => {
  expect(told(chat(message(2), { mutedUntil: new Date('2026-11-20') }))).toBe(0)
  expect(told(chat(message(2), { mutedUntil: new Date('2026-11-18') }))).toBe(1)
  expect(told(chat(message(2), { notify: 'mentions' }))).toBe(0)
  expect(told(chat(message(2, { mentions: ['ada'] }), { notify: 'mentions' }))).toBe(1)
  expect(told(chat(message(2, { mentions: ['ada'] }), { notify: 'nothing' }))).toBe(0)
})
