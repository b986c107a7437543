import { expect, test } from 'vitest'
import { ago, dayName, shortTime } from './times.ts'

const now = new Date(2026, 10, 21, 14, 2)

test('a time is near when it is near and absolute when it is far', () => {
  expect(shortTime(new Date(2026, 10, 21, 0, 1), now)).toMatch(/^(00|12):01/)
  expect(shortTime(new Date(2026, 10, 20, 23, 59), now)).toBe('Yesterday')
  expect(shortTime(new Date(2026, 10, 19, 9, 0), now)).toBe('Thu')
  expect(shortTime(new Date(2026, 10, 12), now)).toMatch(/12/)
  expect(shortTime(new Date(2025, 10, 12), now)).toMatch(/2025/)
})

test('a day has its name, and its year when that is another', () => {
  expect(dayName(now, now)).toBe('Today')
  expect(dayName(new Date(2026, 10, 20), now)).toBe('Yesterday')
  expect(dayName(new Date(2026, 10, 18), now)).toMatch(/^Wednesday/)
  expect(dayName(new Date(2025, 10, 18), now)).toMatch(/2025/)
})

test('the last use of a session is told in words', () => {
  expect(ago(new Date(2026, 10, 21, 14, 1), now)).toBe('just now')
  expect(ago(new Date(2026, 10, 21, 13, 40), now)).toBe('22 minutes ago')
  expect(ago(new Date(2026, 10, 21, 13, 0), now)).toBe('1 hour ago')
  expect(ago(new Date(2026, 10, 20, 13, 0), now)).toBe('yesterday')
})
