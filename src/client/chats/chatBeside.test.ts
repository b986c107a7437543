import { expect, test } from 'vitest'
import { chatBeside, unreadBeside } from './chatBeside.ts'

const chats = [
  { id: 'ada', unread: 2 },
  { id: 'bob', unread: 0 },
  { id: 'engines', unread: 1 },
  { id: 'eve', unread: 0 },
]

test('the chat beside the open one is above or below it, and there is none past the ends', () => {
  expect(chatBeside(chats, 'bob', 1)?.id).toBe('engines')
  expect(chatBeside(chats, 'bob', -1)?.id).toBe('ada')
  expect(chatBeside(chats, 'ada', -1)).toBeUndefined()
  expect(chatBeside(chats, 'eve', 1)).toBeUndefined()
})

test('where no chat is open the way begins at an end of the list', () => {
  expect(chatBeside(chats, undefined, 1)?.id).toBe('ada')
  expect(chatBeside(chats, undefined, -1)?.id).toBe('eve')
  expect(chatBeside([], undefined, 1)).toBeUndefined()
})

test('the next unread chat is sought round the end, and is never the open one', () => {
  expect(unreadBeside(chats, 'bob', 1)?.id).toBe('engines')
  expect(unreadBeside(chats, 'engines', 1)?.id).toBe('ada')
  expect(unreadBeside(chats, 'bob', -1)?.id).toBe('ada')
  expect(unreadBeside(chats, 'ada', -1)?.id).toBe('engines')
  expect(unreadBeside(chats, undefined, -1)?.id).toBe('engines')
  expect(unreadBeside([{ id: 'ada', unread: 3 }], 'ada', 1)).toBeUndefined()
})
