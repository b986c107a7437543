import { signsOf } from './signs.ts'

const wide = /^(?:\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation})/u

/** One or two signs that stand for a name: AL for Ada Lovelace, EN for Engines, 高 for 高橋. */
export function initials(name: string): string {
  const words = name
    .split(/[\s_-]+/)
    .map((word) => word.replace(/^[^\p{L}\p{N}\p{Emoji_Presentation}]+/u, ''))
    .filter((word) => word !== '')
  const [first] = words
  if (first === undefined) return '·'
  if (wide.test(first)) return lettersOf(first, 1)
  const last = words.findLast((word, index) => index > 0 && !wide.test(word))
  return (last === undefined ? lettersOf(first, 2) : lettersOf(first, 1) + lettersOf(last, 1)).toUpperCase()
}

function lettersOf(word: string, count: number): string {
  return signsOf(word).slice(0, count).join('')
}
