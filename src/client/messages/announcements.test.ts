import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { announcement, calmly, type Heard } from './announcements.ts'

const from = (name: string, text: string): Heard => ({ text, sender: { id: name, displayName: name } })

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('what arrives within a second is said at once', () => {
  const said: string[][] = []
  const { hear } = calmly((heard) => said.push(heard.map(({ text }) => text)))
  hear(from('Bob', 'one'))
  vi.advanceTimersByTime(600)
  hear(from('Bob', 'two'))
  vi.advanceTimersByTime(399)
  expect(said).toEqual([])
  vi.advanceTimersByTime(1)
  expect(said).toEqual([['one', 'two']])
})

test('between two announcements are two seconds, however much arrives, and nothing is left out', () => {
  const times: number[] = []
  const said: string[] = []
  const start = Date.now()
  const { hear } = calmly((heard) => {
    times.push(Date.now() - start)
    said.push(...heard.map(({ text }) => text))
  })
  for (let index = 0; index < 500; index++) {
    hear(from('Bob', String(index)))
    vi.advanceTimersByTime(20)
  }
  vi.advanceTimersByTime(2000)
  expect(times).toEqual([1000, 3000, 5000, 7000, 9000, 11_000])
  expect(said).toEqual(Array.from({ length: 500 }, (_, index) => String(index)))
})

test('after a pause a message waits for a second only, and what was stopped is not said', () => {
  const say = vi.fn<(heard: Heard[]) => void>()
  const { hear, stop } = calmly(say)
  hear(from('Bob', 'one'))
  vi.advanceTimersByTime(9000)
  hear(from('Bob', 'two'))
  vi.advanceTimersByTime(1000)
  expect(say).toHaveBeenCalledTimes(2)
  hear(from('Bob', 'three'))
  stop()
  vi.advanceTimersByTime(9000)
  expect(say).toHaveBeenCalledTimes(2)
})

test('one message is said with its words, more are counted', () => {
  const heard = [from('Eve', 'hello'), from('Bob', 'The **boiler**\nis warm')]
  expect(announcement(heard.slice(1), true)).toBe('Bob: The boiler is warm')
  expect(announcement(heard, true)).toBe('2 new messages, the last from Bob: The boiler is warm')
  expect(announcement([...heard, from('Bob', 'again')], false)).toBe('3 new messages from Eve and Bob')
  expect(announcement(heard.slice(1), false)).toBe('1 new message from Bob')
})

test('a long text ends early, behind a word and never in the middle of a sign', () => {
  expect(announcement([from('Bob', 'steam '.repeat(100))], true)).toMatch(/^Bob: (steam ){32}steam…$/)
  expect(announcement([from('Bob', `a${'🚀'.repeat(300)}`)], true)).toBe(`Bob: a${'🚀'.repeat(99)}…`)
})
