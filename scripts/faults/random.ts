export type Random = ReturnType<typeof createRandom>

/** Chance that can be repeated: the same seed, the same throws (mulberry32). */
export function createRandom(seed: number) {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d_2b_79_f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    next,
    between: (least: number, most: number) => least + next() * (most - least),
    whole: (least: number, most: number) => Math.floor(least + next() * (most - least + 1)),
    pick: <One>(list: readonly One[]): One => list[Math.floor(next() * list.length)]!,
    chance: (part: number) => next() < part,
    bytes: (length: number) => Buffer.from(Array.from({ length }, () => Math.floor(next() * 256))),
  }
}
