import fc from 'fast-check'
import { expect, test } from 'vitest'
import { firstSince } from './firstSince.ts'

const asked = (times: number[]) => {
  const questions: number[][] = []
  const timesOf = async (numbers: number[]) => {
    questions.push(numbers)
    return numbers.map((number) => new Date(times[number - 1]!))
  }
  return { questions, timesOf }
}

test('the first message since a moment is found, wherever it is; without one, the last', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(500), { minLength: 1, maxLength: 300 }), fc.nat(520), async (some, since) => {
      const times = some.toSorted((one, other) => one - other)
      const { timesOf } = asked(times)
      const index = times.findIndex((time) => time >= since)
      expect(await firstSince(new Date(since), times.length, timesOf)).toBe(index === -1 ? times.length : index + 1)
    }),
  )
})

test('among a hundred thousand messages five questions are enough, of at most nine numbers each', async () => {
  const times = Array.from({ length: 100_000 }, (_, index) => index * 10)
  const { questions, timesOf } = asked(times)
  expect(await firstSince(new Date(423_455), times.length, timesOf)).toBe(42_347)
  expect(questions.length).toBeLessThanOrEqual(5)
  expect(Math.max(...questions.map((numbers) => numbers.length))).toBe(9)
})
