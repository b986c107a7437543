import { expect, test } from 'vitest'
import { pieces } from './links.ts'

const links = (text: string) =>
  pieces(text)
    .filter(({ href }) => href !== undefined)
    .map(({ text: shown }) => shown)

test('a web address becomes a link, and the text around it stays as typed', () => {
  expect(pieces('see https://example.org/a?b=1#c now')).toEqual([
    { text: 'see ' },
    { text: 'https://example.org/a?b=1#c', href: 'https://example.org/a?b=1#c' },
    { text: ' now' },
  ])
  expect(pieces('nothing here')).toEqual([{ text: 'nothing here' }])
})

test('what ends the sentence is not part of the address', () => {
  expect(links('(https://example.org/x).')).toEqual(['https://example.org/x'])
  expect(links('https://en.wikipedia.org/wiki/Engine_(disambiguation), or?')).toEqual([
    'https://en.wikipedia.org/wiki/Engine_(disambiguation)',
  ])
})

test('other schemes never become links', () => {
  expect(links('javascript:alert(1) data:text/html,x ftp://example.org file:///etc/passwd')).toEqual([])
  expect(links('https://')).toEqual([])
})

test('an address ends where something invisible begins', () => {
  expect(links('https://example.org/\u202Egpj.exe')).toEqual(['https://example.org/'])
  expect(links('https://exam\u200Bple.org')).toEqual(['https://exam'])
})

test('the pieces together are the text', () => {
  for (const text of ['', 'a', 'https://a.b', ' https://a.b https://c.d!', 'http://[', 'x https://a.b).y']) {
    expect(
      pieces(text)
        .map(({ text: piece }) => piece)
        .join(''),
    ).toBe(text)
  }
})
