const probesAtOnce = 9

/**
 * The number of the first message since a moment, by asking for the time of a few numbers at once: five rounds find it
 * among a hundred thousand. Without one since, the last.
 */
export async function firstSince(
  since: Date,
  lastNumber: number,
  timesOf: (numbers: number[]) => Promise<Date[]>,
): Promise<number> {
  let [from, to] = [1, lastNumber]
  while (from < to) {
    const step = Math.ceil((to - from) / (probesAtOnce + 1))
    const numbers = Array.from({ length: probesAtOnce }, (_, index) => from + index * step).filter(
      (number) => number < to,
    )
    const times = await timesOf(numbers)
    const found = times.findIndex((time) => time >= since)
    const before = numbers.at(found === -1 ? -1 : found - 1)
    if (found !== -1) to = numbers[found]!
    if (found !== 0 && before !== undefined) from = before + 1
  }
  return to
}
