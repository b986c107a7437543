import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { messageText } from '../../schemas.ts'
import { faultOfText } from './sayable.ts'

const faultOfSchema = (text: string) => messageText.safeParse(text).error?.issues[0]?.message

test('the browser lets through what the server takes, and says the same of the rest', () => {
  const odd = fc.constantFrom('', ' ', '\n', '\0', '\u200B', '\u2800', '\uD800', '\u{E0001}', 'a', '👍')
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(odd).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(anything, (text) => {
      expect(faultOfText(text)).toBe(faultOfSchema(text))
    }),
  )
})

test('4,000 letters can be said, whatever their size, and one more cannot', () => {
  for (const letter of ['a', '👍', '\u0301']) {
    expect(faultOfText(letter.repeat(4000))).toBe(faultOfSchema(letter.repeat(4000)))
    expect(faultOfText(letter.repeat(4001))).toBe('A message is longer than 4,000 characters.')
    expect(faultOfText(letter.repeat(4001))).toBe(faultOfSchema(letter.repeat(4001)))
  }
})
