import { isSilence } from './database.ts'

type Waiting<Item, Result> = {
  item: Item
  resolve: (result: Result) => void
  reject: (error: unknown) => void
}
type Outcome<Result> = { result: Result } | { error: unknown }

type Rules<Item, Result> = {
  /** Does them all; what it throws is the answer to each of them. */
  run: (items: Item[]) => Promise<Outcome<Result>[]>
  most: number
  /** Whether it must wait for the end of those that were taken before it. */
  waitsFor?: (item: Item, taken: Item[]) => boolean
  /** Thrown when `mostWaiting` wait already. */
  mostWaiting?: number
  refuse?: () => Error
}

export type { Outcome }

/**
 * One call for all that waits, and one call at a time: what comes while it is under way goes together with the next, in the
 * order in which it came. What comes alone goes at once. When no answer comes in time, what waits need not wait as long.
 */
export function inBatches<Item, Result>({
  run,
  most,
  waitsFor = () => false,
  mostWaiting = Infinity,
  refuse = () => new Error('Too many wait'),
}: Rules<Item, Result>): (item: Item) => Promise<Result> {
  let waiting: Waiting<Item, Result>[] = []
  let isBusy = false

  return (item) => {
    if (waiting.length >= mostWaiting) return Promise.reject(refuse())
    const answer = new Promise<Result>((resolve, reject) => waiting.push({ item, resolve, reject }))
    if (!isBusy) void runAll()
    return answer
  }

  async function runAll() {
    isBusy = true
    while (waiting.length > 0) await runSome(take())
    isBusy = false
  }

  function take(): Waiting<Item, Result>[] {
    const taken: Item[] = []
    for (const { item } of waiting) {
      if (taken.length === most || waitsFor(item, taken)) break
      taken.push(item)
    }
    const some = waiting.slice(0, taken.length)
    waiting = waiting.slice(taken.length)
    return some
  }

  async function runSome(some: Waiting<Item, Result>[]) {
    try {
      const outcomes = await run(some.map(({ item }) => item))
      for (const [place, { resolve, reject }] of some.entries()) {
        const outcome = outcomes[place]
        if (outcome && 'result' in outcome) resolve(outcome.result)
        else reject(outcome?.error ?? new Error('It was not answered'))
      }
    } catch (error) {
      const ended = isSilence(error) ? [...some, ...waiting.splice(0)] : some
      for (const { reject } of ended) reject(error)
    }
  }
}
