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
  expect(trimmed(windowOf(1, 2000), 1990, 2000)).toBeUndefined()
})

test('at the end of a long window its start is let go', () => {
  expect(span(trimmed(windowOf(101, 2201), 2190, 2201))).toEqual([1202, 2201, true, false])
})

test('at the start of a long window its end is let go', () => {
  expect(span(trimmed(windowOf(101, 2201), 101, 120))).toEqual([101, 1100, false, true])
})

test('what is near what is read stays', () => {
  expect(span(trimmed(windowOf(1, 2100), 1100, 1115))).toEqual([900, 2100, true, false])
  expect(span(trimmed(windowOf(1, 2100), 1000, 1020))).toEqual([1, 1220, false, true])
})
