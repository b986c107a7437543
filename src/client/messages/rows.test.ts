import { expect, test } from 'vitest'
import { rowsOf } from './rows.ts'

const ada = { id: 'ada' }
const bob = { id: 'bob' }
const said = (number: number, sender: { id: string }, minute: number, kind: 'text' | 'system' = 'text') => ({
  id: String(number),
  number,
  sender,
  kind,
  state: 'stored' as const,
  createdAt: new Date(2026, 10, 21, 12, minute),
})
const authors = (...messages: ReturnType<typeof said>[]) => rowsOf(messages).map(({ showsAuthor }) => showsAuthor)

test('messages that one author sends within five minutes of each other are one group', () => {
  expect(authors(said(1, ada, 0), said(2, ada, 4), said(3, ada, 8), said(4, ada, 13))).toEqual([
    true,
    false,
    false,
    true,
  ])
  expect(authors(said(1, ada, 0), said(2, bob, 1), said(3, ada, 2))).toEqual([true, true, true])
})

test('what happened in the chat, and what is new, begins a group', () => {
  expect(authors(said(1, ada, 0), said(2, ada, 1, 'system'), said(3, ada, 2))).toEqual([true, true, true])
  const rows = rowsOf([said(1, ada, 0), said(2, ada, 1), said(3, ada, 2)], 2)
  expect(rows.map(({ isNew }) => isNew)).toEqual([false, true, false])
  expect(rows[1]?.showsAuthor).toBe(true)
})

test('a day is named once', () => {
  const yesterday = { ...said(1, ada, 0), createdAt: new Date(2026, 10, 20, 23, 59) }
  expect(rowsOf([yesterday, said(2, ada, 0), said(3, ada, 1)]).map(({ startsDay }) => startsDay)).toEqual([
    true,
    true,
    false,
  ])
})

test('a message that waits is never the first new one', () => {
  const waiting = { ...said(9, ada, 9), state: 'waiting' as const }
  expect(rowsOf([said(1, ada, 0), waiting], 2).some(({ isNew }) => isNew)).toBe(false)
})

test('what the reader said himself is never the first new one', () => {
  const rows = rowsOf([said(1, ada, 0), said(2, bob, 1), said(3, ada, 2)], 2, 'bob')
  expect(rows.map(({ isNew }) => isNew)).toEqual([false, false, true])
})
