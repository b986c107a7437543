import { expect, test } from 'vitest'
import { inBatches } from './batches.ts'

/** A run that ends when the test says so. */
function held() {
  const runs: { items: number[]; end: (error?: Error) => void }[] = []
  const ask = inBatches<number, number>({
    most: 3,
    run: (items) =>
      new Promise((resolve, reject) => {
        runs.push({
          items,
          end: (error) => (error ? reject(error) : resolve(items.map((item) => ({ result: item * 2 })))),
        })
      }),
  })
  const asked = (...items: number[]) => Promise.allSettled(items.map(ask))
  return { runs, asked, turn: () => new Promise(setImmediate) }
}

test('what comes alone goes at once, what comes meanwhile goes next, in its order and never more than may', async () => {
  const { runs, asked, turn } = held()
  const answers = asked(1, 2, 3, 4, 5)
  expect(runs.map(({ items }) => items)).toEqual([[1]])
  for (let each = 0; each < 3; each++) {
    runs[each]?.end()
    await turn()
  }
  expect(runs.map(({ items }) => items)).toEqual([[1], [2, 3, 4], [5]])
  expect(await answers).toEqual([2, 4, 6, 8, 10].map((value) => ({ status: 'fulfilled', value })))
})

test('a call that fails fails its own, and the next is made all the same', async () => {
  const { runs, asked, turn } = held()
  const answers = asked(1, 2)
  runs[0]?.end(new Error('broken'))
  await turn()
  runs[1]?.end()
  expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
})

test('a call without an answer ends also what waited behind it, and what comes later is tried again', async () => {
  const { runs, asked, turn } = held()
  const answers = asked(1, 2, 3)
  runs[0]?.end(new Error('Query read timeout'))
  expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  await turn()
  const later = asked(4)
  runs[1]?.end()
  expect(await later).toEqual([{ status: 'fulfilled', value: 8 }])
})
