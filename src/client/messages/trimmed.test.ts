import { expect, test } from 'vitest'
import type { Message, Page } from '../trpc.ts'
import { trimmed } from './trimmed.ts'

const windowOf = (from: number, to: number): Page => ({
  messages: Array.from({ length: to - from + 1 }, (_, index) => ({ number: from + index }) as Message),
  hasEarlier: false,
  hasLater: false,
  version: 1,
})
const span = (window: Page | undefined) =>
  window && [window.messages[0]?.number, window.messages.at(-1)?.number, window.hasEarlier, window.hasLater]

test('a window stays as it is until it is long', () => {
  expect(trimmed(windowOf(1, 3000), 2990, 3000)).toBeUndefined()
})

test('at the end of a long window its start is let go', () => {
  expect(span(trimmed(windowOf(101, 3201), 3190, 3201))).toEqual([1702, 3201, true, false])
})

test('at the start of a long window its end is let go', () => {
  expect(span(trimmed(windowOf(101, 3201), 101, 120))).toEqual([101, 1600, false, true])
})

test('what is near what is read stays', () => {
  expect(span(trimmed(windowOf(1, 3100), 1560, 1575))).toEqual([1360, 3100, true, false])
  expect(span(trimmed(windowOf(1, 3100), 1500, 1520))).toEqual([1, 1720, false, true])
})
