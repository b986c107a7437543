import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Message } from '../trpc.ts'
import { message } from './testing-samples.ts'
import { withChanges, withEarlier, withLater, withNews, type Window } from './windows.ts'

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index)

/** The window from one number to another of a chat that ends at 20, current up to version 20. */
function window(first: number, last: number, change: Partial<Window> = {}): Window {
  return {
    messages: range(first, last).map((n) => message(n)),
    hasEarlier: first > 1,
    hasLater: last < 20,
    version: 20,
    ...change,
  }
}

const numbers = (held: Window | undefined) => held?.messages.map(({ number }) => number)

describe('news', () => {
  test('of the next message stand at the end', () => {
    const next = withNews(window(11, 20), 20, message(21))
    expect(numbers(next)).toEqual(range(11, 21))
    expect(next?.version).toBe(21)
  })

  test('heard twice change nothing', () => {
    const once = withNews(window(11, 20), 20, message(21))!
    expect(withNews(once, 20, message(21))).toBe(once)
  })

  test('of an edited message stand in its place', () => {
    const edited = message(15, { version: 21, text: 'better words' })
    expect(withNews(window(11, 20), 20, edited)?.messages[4]).toBe(edited)
  })

  test('outside the window only count as heard', () => {
    expect(withNews(window(11, 20), 20, message(3, { version: 21 }))).toEqual(window(11, 20, { version: 21 }))
    expect(withNews(window(5, 10), 20, message(21))).toEqual(window(5, 10, { version: 21 }))
  })

  test('after something that was not heard ask for a pull', () => {
    expect(withNews(window(11, 20), 21, message(22))).toBeUndefined()
    expect(withNews(window(11, 20), 20, message(22, { version: 21 }))).toBeUndefined()
  })

  test('begin an empty chat', () => {
    const empty = { messages: [], hasEarlier: false, hasLater: false, version: 0 }
    expect(numbers(withNews(empty, 0, message(1)))).toEqual([1])
  })
})

describe('pages', () => {
  test('meet the window at either side, and are as new as the older of the two', () => {
    expect(withEarlier(window(11, 20), window(1, 10, { version: 18 }))).toEqual(window(1, 20, { version: 18 }))
    expect(withLater(window(1, 10), window(11, 20, { version: 25 }))).toEqual(window(1, 20))
  })

  test('that do not meet it are left out', () => {
    expect(withEarlier(window(12, 20), window(1, 10))).toEqual(window(12, 20))
    expect(withLater(window(1, 10), window(12, 20))).toEqual(window(1, 10))
    expect(withLater(window(11, 20), window(21, 20))).toEqual(window(11, 20))
  })
})

describe('changes', () => {
  test('come in any order', () => {
    const changes = [message(22), message(21, { version: 23 }), message(12, { version: 24 })]
    const next = withChanges(window(11, 20), 20, { messages: changes, version: 24 })
    expect(numbers(next)).toEqual(range(11, 22))
    expect(next?.messages[1]?.version).toBe(24)
    expect(next?.version).toBe(24)
  })

  test('after a version that the window does not reach do not fit', () => {
    expect(withChanges(window(11, 20), 21, { messages: [message(22)], version: 22 })).toBeUndefined()
  })

  test('do not undo newer news', () => {
    const held = withNews(window(11, 20), 20, message(15, { version: 21, text: 'newest' }))!
    const next = withChanges(held, 19, { messages: [message(15, { version: 20, text: 'older' })], version: 20 })
    expect(next).toEqual(held)
  })
})

test('whatever is heard, lost, doubled and pulled, the window ends as the chat is', () => {
  const change = fc.record({ number: fc.nat(30), isNew: fc.boolean() })
  const delivery = fc.record({ isLost: fc.boolean(), isDoubled: fc.boolean() })
  fc.assert(
    fc.property(fc.array(fc.tuple(change, delivery), { maxLength: 40 }), fc.nat(19), (steps, cut) => {
      const chat = range(1, 20).map((n) => message(n))
      let held = window(cut + 1, 20)
      for (const [index, [{ number, isNew }, { isLost, isDoubled }]] of steps.entries()) {
        const version = 21 + index
        const changed = changeOf(chat, isNew ? undefined : number % chat.length, version)
        if (isLost) continue
        for (const _ of isDoubled ? [1, 2] : [1]) held = withNews(held, version - 1, changed) ?? pulled(held, chat)
      }
      expect(pulled(held, chat).messages).toEqual(chat.slice(cut))
    }),
  )
})

function changeOf(chat: Message[], index: number | undefined, version: number): Message {
  const at = index ?? chat.length
  chat[at] = message(at + 1, { version, text: `words of ${version}` })
  return chat[at]
}

function pulled(held: Window, chat: Message[]): Window {
  const messages = chat
    .filter(({ version }) => version > held.version)
    .toSorted((one, other) => one.version - other.version)
  const version = Math.max(...chat.map((one) => one.version))
  return withChanges(held, held.version, { messages, version })!
}
