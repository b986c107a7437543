import { expect, test } from 'vitest'
import { emojiFinder } from '../ui/emojiFinder.ts'
import { emojiFor, namedAt, namingAt } from './emojiNames.ts'

test('an emoji is being named after a colon that begins a word and two letters, of any script', () => {
  expect(namingAt('so :ta', 6)).toEqual({ start: 3, part: 'ta' })
  expect(namingAt(':+1', 3)).toEqual({ start: 0, part: '+1' })
  expect(namingAt('مرحبا :قلب', 10)).toEqual({ start: 6, part: 'قلب' })
  for (const text of [':', ':)', ':t', 'at 10:30', 'https://a', ':tada: '])
    expect(namingAt(text, text.length)).toBeUndefined()
})

test('a few are offered, by a name that they have, each once', async () => {
  const finder = await emojiFinder('en')
  expect(emojiFor(finder, 'tad')[0]).toMatchObject({ name: 'tada', sign: '🎉' })
  expect(emojiFor(finder, 'heart')[0]).toMatchObject({ name: 'heart', sign: '❤️' })
  expect(emojiFor(finder, 'thumb').map(({ sign }) => sign)).toEqual(['👍', '👎', '🫰'])
  expect(emojiFor(finder, 'cry').map(({ name }) => name)).toContain('crying_cat_face')
  const faces = emojiFor(finder, 'face').map(({ sign }) => sign)
  expect(new Set(faces).size).toBe(6)
})

test('they are offered by the names of the reader, and by English ones', async () => {
  const finder = await emojiFinder('ar')
  expect(emojiFor(finder, 'صار')[0]).toMatchObject({ name: 'صاروخ', sign: '🚀' })
  expect(emojiFor(finder, 'قلب_أح')[0]).toMatchObject({ name: 'قلب_أحمر', sign: '❤️' })
  expect(emojiFor(finder, 'rocke')[0]).toMatchObject({ name: 'rocket', sign: '🚀' })
})

test('a whole name between colons is an emoji, and a time is not', async () => {
  const [english, german, arabic] = await Promise.all(['en', 'de', 'ar'].map(emojiFinder))
  expect(namedAt('yes :+1:', 8, english)).toEqual({ start: 4, part: '+1:', sign: '👍' })
  expect(namedAt('10:100:', 7, english)).toBeUndefined()
  expect(namedAt(':nothing:', 9, english)).toBeUndefined()
  expect(namedAt(':tada:', 6)).toBeUndefined()
  expect(namedAt(':rotes_Herz:', 12, german)?.sign).toBe('❤️')
  expect(namedAt(':umbrella:', 10, german)?.sign).toBe('☔')
  expect(namedAt(':صاروخ:', 7, arabic)?.sign).toBe('🚀')
})
