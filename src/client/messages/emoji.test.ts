import { expect, test } from 'vitest'
import { isOnlyEmoji, oneSpelling } from './emoji.ts'

test('a few emoji alone are recognised, whatever they are made of', () => {
  const alone = ['👍', '❤️', '👩‍🚀👨‍👩‍👧', '🇫🇷 🏴󠁧󠁢󠁳󠁣󠁴󠁿', '1️⃣', '👋🏽']
  expect(alone.filter(isOnlyEmoji)).toEqual(alone)
  const others = ['', ' ', '1', '#', '©', 'ok 👍', '👍'.repeat(9), '\u200B']
  expect(others.filter(isOnlyEmoji)).toEqual([])
})

test('an emoji has one spelling', () => {
  expect(oneSpelling('✋\uFE0F')).toBe('✋')
  expect(oneSpelling('👍')).toBe('👍')
  expect(oneSpelling('❤\uFE0F')).toBe('❤\uFE0F')
})
