import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Happening, readIrc } from '../../import/irc.ts'
import { linesOf } from '../../import/replay.ts'
import type { Scenario } from '../scenario.ts'
import { say } from '../senders.ts'
import type { Stage } from '../stage.ts'

const secondsOfReplay = 60

export const replays: Scenario[] = [
  {
    name: 'irc',
    about: 'an IRC log is said again by all its names, each a client, on three processes that are killed at random',
    processes: 3,
    atLeast: 2,
    async play(stage, { log }) {
      const happenings = log ? readIrc(readFileSync(log), '2000-01-01').happenings : madeUp(stage)
      const seconds = stage.isQuick ? 5 : secondsOfReplay
      const lines = squeezed(linesOf(happenings, 1), seconds)
      const names = [...new Set(lines.map(({ name }) => name))]
      const people = await stage.invite(names.length, 'irc')
      const chatId = await stage.gather(people[0]!, '#irc', people.slice(1))
      const byName = new Map(names.map((name, index) => [name, people[index]!]))
      for (const who of people) stage.listen(who)
      await stage.until(() => stage.isSettled(), 'everybody follows', 120_000)

      const over = new AbortController()
      const killing = killAtRandom(stage, over.signal)
      killing.catch(() => undefined)
      const queues = new Map<string, Promise<unknown>>()
      const startedAt = performance.now()
      for (const { name, text, dueMs } of lines) {
        const early = startedAt + dueMs - performance.now()
        if (early > 1) await sleep(early)
        const who = byName.get(name)!
        queues.set(
          name,
          (queues.get(name) ?? Promise.resolve()).then(() => say(stage.history, who, chatId, text)),
        )
      }
      await Promise.all(queues.values())
      over.abort()
      const kills = await killing
      stage.note(`${lines.length} lines by ${names.length} names in ${seconds} s, ${kills} processes killed`)
    },
  },
]

async function killAtRandom(stage: Stage, over: AbortSignal): Promise<number> {
  let kills = 0
  while (!over.aborted) {
    await sleep(stage.random.between(500, 2500))
    const port = stage.random.pick(stage.ports)
    stage.history.fault()
    await stage.processes.end(port)
    kills++
    await stage.processes.start(port)
  }
  return kills
}

function squeezed(lines: ReturnType<typeof linesOf>, seconds: number) {
  const last = lines.at(-1)?.dueMs ?? 1
  return lines.map((line) => ({ ...line, dueMs: (line.dueMs / last) * seconds * 1000 }))
}

/** A conversation as logs have it: a few talk much, many say little. */
function madeUp({ random, isQuick }: Stage): Happening[] {
  const names = Array.from({ length: isQuick ? 10 : 40 }, (_, index) => `nick${index + 1}`)
  let at = Date.parse('2000-01-01T00:00:00Z')
  return Array.from({ length: isQuick ? 100 : 1500 }, (_, index) => {
    at += random.whole(0, 3) * 60_000
    const name = names[Math.floor(random.next() ** 2 * names.length)]!
    return { line: index + 1, at: new Date(at), type: 'said' as const, name, text: `line ${index + 1} of ${name}` }
  })
}
