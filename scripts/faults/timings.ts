import { groupBy } from './groups.ts'
import type { Evidence } from './history.ts'

/** How long after it was sent a message was news to somebody. */
export function heardAfter({ sends, receipts }: Pick<Evidence, 'sends' | 'receipts'>) {
  const triedAt = new Map(sends.map((send) => [send.id, send.triedAt]))
  const times = receipts.flatMap(({ id, how, at }) =>
    how === 'news' && triedAt.has(id) ? [at - triedAt.get(id)!] : [],
  )
  return halfAndMost(times)
}

/** How long after its acknowledgement a message was news to somebody. */
export function heardAfterAnswer({ sends, receipts }: Pick<Evidence, 'sends' | 'receipts'>) {
  const answeredAt = new Map(sends.map((send) => [send.id, send.answeredAt ?? Infinity]))
  const times = receipts.flatMap(({ id, how, at }) =>
    how === 'news' && answeredAt.has(id) ? [Math.max(0, at - answeredAt.get(id)!)] : [],
  )
  return halfAndMost(times)
}

/** For every fault and everybody: until his first success of which the try began after it. Whom the next fault meets before that counts there. */
export function recoveries({ sends, receipts, faultsAt }: Evidence) {
  const triedAt = new Map(sends.map((send) => [send.id, send.triedAt]))
  const successes = [
    ...sends.flatMap(({ outcome, senderId, triedAt, answeredAt }) =>
      outcome === 'ok' ? [{ who: senderId, triedAt, at: answeredAt! }] : [],
    ),
    ...receipts.map(({ receiver, id, at }) => ({ who: receiver, triedAt: triedAt.get(id) ?? 0, at })),
  ]
  const people = [...groupBy(successes, ({ who }) => who).values()]
  const times = faultsAt.flatMap((fault, index) =>
    people.flatMap((own) => {
      const after = own.filter(({ triedAt }) => triedAt >= fault).map(({ at }) => at)
      const first = after.reduce((least, at) => Math.min(least, at), Infinity)
      return first < (faultsAt[index + 1] ?? Infinity) ? [first - fault] : []
    }),
  )
  return halfAndMost(times)
}

/** What half of them, and what all but one in a hundred, stay below. */
export function halfAndMost(times: number[]): { p50?: number; p99?: number } {
  const sorted = times.toSorted((one, other) => one - other)
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]
  return { p50: at(0.5), p99: at(0.99) }
}
