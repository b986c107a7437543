import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { announcement, calmly, type Heard } from './announcements.ts'

const from = (name: string, text: string, more: Partial<Heard> = {}): Heard => ({
  chatId: 'engines',
  text,
  sender: { id: name, displayName: name },
  isForMe: false,
  ...more,
})

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
  expect(announcement(heard.slice(1), 'words')).toBe('Bob: The boiler is warm')
  expect(announcement(heard, 'words')).toBe('2 new messages, the last from Bob: The boiler is warm')
  expect(announcement([...heard, from('Bob', 'again')], 'counts')).toBe('3 new messages from Eve and Bob')
  expect(announcement(heard.slice(1), 'counts')).toBe('1 new message from Bob')
})

test('a long text ends early, behind a word and never in the middle of a sign', () => {
  expect(announcement([from('Bob', 'steam '.repeat(100))], 'words')).toMatch(/^Bob: (steam ){32}steam…$/)
  expect(announcement([from('Bob', `a${'🚀'.repeat(300)}`)], 'words')).toBe(`Bob: a${'🚀'.repeat(99)}…`)
})

test('of what is said elsewhere it is said where, and all that came at once is counted', () => {
  const elsewhere = { title: 'Engines' }
  const group = from('Eve', 'it held', { elsewhere })
  const direct = from('Bob', 'come in', { chatId: 'direct', elsewhere: { title: undefined }, isForMe: true, count: 3 })
  expect(announcement([group], 'words')).toBe('Eve in Engines: it held')
  expect(announcement([group, direct], 'words')).toBe('4 new messages, the last from Bob, directly: come in')
  expect(announcement([direct, group, group, from('Eve', 'here', { chatId: 'here' })], 'counts')).toMatch(
    /^6 new messages from Bob, directly, Eve in Engines,? and Eve$/,
  )
})

test('only what the reader wants to hear of is said', () => {
  const named = from('Eve', 'look, @ada', { isForMe: true })
  const heard = [from('Bob', 'one'), named, from('Bob', 'two')]
  expect(announcement(heard, 'named')).toBe('Eve: look, @ada')
  expect(announcement([...heard, named], 'named')).toBe('2 new messages, the last from Eve: look, @ada')
  expect(announcement([from('Bob', 'one')], 'named')).toBeUndefined()
  expect(announcement(heard, 'nothing')).toBeUndefined()
})
