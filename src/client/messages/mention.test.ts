import { expect, test } from 'vitest'
import type { Member } from '../trpc.ts'
import { choicesFor, mentionAt, withMention, withNames } from './mention.ts'

const member = (username: string, displayName: string): Member => ({
  id: username,
  username,
  displayName,
  kind: 'person',
  avatar: null,
  isDeleted: false,
  role: 'member',
  joinedAt: new Date(0),
  readNumber: 0,
})
const members = [member('ada', 'Ada Lovelace'), member('bob', 'Bob Kowalski'), member('grace', 'Grace Bobrow')]
const at = (text: string) => mentionAt(text, text.length)

test('a name is being written after an @ that begins a word', () => {
  expect(at('hello @bo')).toEqual({ start: 6, part: 'bo' })
  expect(at('@')).toEqual({ start: 0, part: '' })
  expect(at('(@gr')).toEqual({ start: 1, part: 'gr' })
  for (const text of ['hello', 'mail@bo', '@bob ', 'a @bob,']) expect(at(text)).toBeUndefined()
})

test('members are offered by username and by any part of their name, but nobody himself', () => {
  const names = (part: string) => choicesFor(members, part, 'ada').map(({ username }) => username)
  expect(names('bo')).toEqual(['bob', 'grace'])
  expect(names('KO')).toEqual(['bob'])
  expect(names('')).toEqual(['bob', 'grace'])
  expect(names('ada')).toEqual([])
})

test('what was chosen replaces what was written, and the caret stands behind it', () => {
  const mention = mentionAt('ask @bo, please', 7)
  expect(mention && withMention('ask @bo, please', mention, 'bob')).toEqual({ text: 'ask @bob , please', caret: 9 })
})

test('a text is cut where it names a member, without what ends the sentence', () => {
  const cut = (text: string) => withNames(text, (username) => ['ada', 'bob.k'].includes(username))
  expect(cut('see @Ada, and (@bob.k).')).toEqual([
    { text: 'see ' },
    { text: '@Ada', username: 'ada' },
    { text: ', and (' },
    { text: '@bob.k', username: 'bob.k' },
    { text: ').' },
  ])
  for (const text of ['mail@ada', '@adam', '@', '@nobody', 'ada'])
    expect(cut(text).some(({ username }) => username)).toBe(false)
})
