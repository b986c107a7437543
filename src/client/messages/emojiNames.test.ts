import { expect, test } from 'vitest'
import { emojiFor, loadEmojiNames, namedAt, namingAt } from './emojiNames.ts'

test('an emoji is being named after a colon that begins a word and two letters', () => {
  expect(namingAt('so :ta', 6)).toEqual({ start: 3, part: 'ta' })
  expect(namingAt(':+1', 3)).toEqual({ start: 0, part: '+1' })
  for (const text of [':', ':)', ':t', 'at 10:30', 'https://a', ':tada: '])
    expect(namingAt(text, text.length)).toBeUndefined()
})

test('names are found by their beginning, then by any word in them, each emoji once', async () => {
  const names = await loadEmojiNames()
  expect(emojiFor(names, 'tad')[0]).toEqual({ name: 'tada', sign: '🎉' })
  expect(emojiFor(names, 'heart')[0]).toEqual({ name: 'heart', sign: '❤️' })
  expect(emojiFor(names, 'thumb').map(({ sign }) => sign)).toEqual(['👍', '👎', '🫰'])
  expect(emojiFor(names, 'cry').map(({ name }) => name)).toContain('crying_cat_face')
})

test('a whole name between colons is an emoji, and a time is not', async () => {
  const names = await loadEmojiNames()
  expect(namedAt('yes :+1:', 8, names)).toEqual({ start: 4, part: '+1:', sign: '👍' })
  expect(namedAt('10:100:', 7, names)).toBeUndefined()
  expect(namedAt(':nothing:', 9, names)).toBeUndefined()
})
