import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { languages } from '../languages/language.ts'
import { emojiFinder } from './emojiFinder.ts'
import { plainWords } from './emojiWords.ts'

const first = async (language: string, wanted: string, most = 3) =>
  (await emojiFinder(language))
    .find(wanted)
    .slice(0, most)
    .map(({ sign }) => sign)

const inEnglish = {
  rocket: '🚀 🧑‍🚀 👨‍🚀',
  heart: '❤️ 💘 ♥️',
  thumb: '👍 👎 🫰',
  fire: '🔥 🎆 🧑‍🚒',
  smile: '😄 😃 😸',
  cat: '🐱 🐈 😹',
  flag: '⛳ 🎏 📫',
  france: '🇫🇷',
  tada: '🎉',
  party: '🎉 🥳 😛',
  '+1': '👍',
  '-1': '👎',
  'red heart': '❤️ 🫀',
  evil: '🙈 🙉 🙊',
}
test.for(Object.entries(inEnglish))('"%s" finds %s first', async ([wanted, signs]) => {
  expect((await first('en', wanted)).join(' ')).toBe(signs)
})

const elsewhere = [
  ['de', 'Rakete', '🚀'],
  ['de', 'daumen', '👍'],
  ['de', 'Herz', '♥️'],
  ['de', 'Katze', '🐈'],
  ['de', 'Frankreich', '🇫🇷'],
  ['de', 'rocket', '🚀'],
  ['ar', 'صاروخ', '🚀'],
  ['ar', 'قلب أحمر', '❤️'],
  ['ar', 'إبهام', '👍'],
  ['ar', 'ابهام', '👍'],
  ['ar', 'قطة', '🐈'],
  ['ar', 'حفلة', '🎉'],
  ['ar', 'المانيا', '🇩🇪'],
  ['ar', 'tada', '🎉'],
] as const
test.for(elsewhere)('in the language %s "%s" finds %s first', async ([language, wanted, sign]) => {
  expect(await first(language, wanted, 1)).toEqual([sign])
})

test('what is called so comes before what is called after it, then words in names, then other words', async () => {
  const found = (await emojiFinder('en')).find('cat').map(({ sign }) => sign)
  const places = ['🐈', '😹', '🐈‍⬛', '🫴'].map((sign) => found.indexOf(sign))
  expect(places).toEqual(places.toSorted((one, other) => one - other))
  expect(places).not.toContain(-1)
})

test('a word within a longer one, with its article or in another order is found at last', async () => {
  const found = async (language: string, wanted: string) => await first(language, wanted, Infinity)
  expect(await found('de', 'gesicht')).toContain('🐱')
  expect(await found('ar', 'فضاء')).toContain('🧑‍🚀')
  expect(await found('en', 'heart red')).toContain('❤️')
})

test('nothing is found for nothing, for signs alone and for what no emoji is called', async () => {
  for (const wanted of ['', ' ', '(:', 'xyzzy']) expect(await first('en', wanted)).toEqual([])
})

test('every emoji has a name of its own in every language of the app', async () => {
  for (const language of Object.keys(languages)) {
    const { all } = await emojiFinder(language)
    expect(all.length).toBeGreaterThan(1900)
    expect(all.filter(({ label, names }) => label.trim() === '' || names.length === 0)).toEqual([])
    expect(new Set(all.map(({ label }) => label)).size).toBe(all.length)
  }
  const { all } = await emojiFinder('ar')
  const foreign = all.filter(({ label }) => !/\p{Script=Arabic}/u.test(label))
  // CLDR names these in a package of a hundred megabytes.
  expect(foreign.map(({ label }) => label)).toEqual(['#', '*', '10', 'England', 'Scotland', 'Wales'])
})

test('every short name that people know from elsewhere is one between colons', async () => {
  const { resolve } = createRequire(import.meta.url)
  const file = resolve('emojibase-data/en/shortcodes/github.json')
  const short: Record<string, string | string[]> = JSON.parse(readFileSync(file, 'utf8'))
  const { named } = await emojiFinder('ar')
  expect(
    Object.values(short)
      .flat()
      .filter((name) => named(name) === undefined),
  ).toEqual([])
})

test('words are compared without regard to case, accents, hamza and what is between them', () => {
  expect(plainWords('Rotes Herz')).toBe(plainWords('rotes_herz'))
  expect(plainWords('Glück')).toBe('gluck')
  expect(plainWords('أحمر')).toBe('احمر')
  expect(plainWords('see-no-evil')).toBe('see no evil')
  expect(plainWords('-1')).toBe('-1')
})
