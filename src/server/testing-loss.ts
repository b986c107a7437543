import type { Bus } from './live/bus.ts'

export type Weather = { lost: number; doubled: number; late: number }

/** A bus that loses, doubles and delays what comes, by dice that a seed throws. */
export function throughWeather(weather: Weather, dice: () => number): (bus: Bus) => Bus {
  return (bus) => ({
    ...bus,
    whenHeard(listener) {
      bus.whenHeard((subject, note) => {
        if (dice() < weather.lost) return
        const times = dice() < weather.doubled ? 2 : 1
        for (let time = 0; time < times; time++) {
          if (dice() < weather.late) setTimeout(() => listener(subject, note), dice() * 300)
          else listener(subject, note)
        }
      })
    },
  })
}

/** Mulberry32: the same seed throws the same dice. */
export function diceOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
