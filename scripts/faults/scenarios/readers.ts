import { setTimeout as sleep } from 'node:timers/promises'
import type { Listener } from '../listeners.ts'
import { memoryOf } from '../processes.ts'
import type { Scenario } from '../scenario.ts'
import { say } from '../senders.ts'
import type { Stage } from '../stage.ts'
import { halfAndMost } from '../timings.ts'

const words = 'x'.repeat(3500)
const mostExtraMb = 64
const cutWithinMs = 120_000

export const readers: Scenario[] = [
  {
    name: 'reader-stalled',
    about: 'one of many readers stops reading: the others do not notice, it is cut, and comes back right',
    play: (stage) => playStalled(stage, () => undefined),
  },
  {
    name: 'reader-stalled-talking',
    about: 'the same, with a reader that goes on sending frames and never reads',
    play: (stage) =>
      playStalled(stage, (listener) => {
        const socket = listener.socket()
        const pings = setInterval(() => {
          if (socket?.readyState === socket?.OPEN) socket?.ping()
        }, 500)
        stage.whenClosed(() => clearInterval(pings))
      }),
  },
  {
    name: 'readers-slow',
    about: 'some readers take in 30 KB a second of much more: queues are dropped, and each ends up with everything',
    async play(stage) {
      const { chatId, people } = await readersOf(stage, 8)
      const slow = await stage.line()
      slow.throttle(30 * 1024)
      const late = people.slice(0, 4).map((who) => stage.listen(who, { name: `${who.name}, slow`, url: slow.url }))
      await stage.until(() => late.every((listener) => listener.isFollowing()), 'the slow ones follow')
      const flood = startFlood(stage, people.slice(0, 4), chatId)
      await sleep(stage.isQuick ? 5000 : 20_000)
      await flood()
      slow.throttle(Infinity)
      stage.history.fault()
      stage.note(`the slow ones saw ${stage.history.soFar().gapsShown} gaps`)
    },
  },
]

async function playStalled(stage: Stage, begin: (listener: Listener) => void) {
  const { chatId, people, listeners } = await readersOf(stage, stage.isQuick ? 8 : 16)
  const [stalled, ...others] = listeners
  const pid = stage.processes.pidOf(stage.ports[0]!)
  const latencies: number[] = []
  for (const listener of others)
    listener.whenHeard(({ id }) => {
      const said = stage.history.sends.get(id)
      if (said) latencies.push(performance.now() - said.triedAt)
    })
  const flood = startFlood(stage, people.slice(0, 8), chatId)
  // So long, until the heap of the process has the size that this much talk needs.
  await sleep(stage.isQuick ? 3000 : 12_000)
  const calm = halfAndMost(latencies.splice(0))
  const rssBefore = memoryOf(pid)
  const connections = async () => (await stage.processes.metrics(stage.ports[0]!))['parley_connections'] ?? NaN
  const all = await connections()

  stalled!.socket()?.pause()
  begin(stalled!)
  const since = performance.now()
  let rssMost = 0
  while ((await connections()) >= all && performance.now() - since < cutWithinMs) {
    rssMost = Math.max(rssMost, memoryOf(pid))
    await sleep(250)
  }
  const tookMs = performance.now() - since
  const stormy = halfAndMost(latencies.splice(0))
  await flood()
  stage.history.fault()
  stalled!.socket()?.resume()

  stage.demand(tookMs < cutWithinMs, `whoever did not read was not cut within ${cutWithinMs / 1000} s`)
  stage.demand(rssMost - rssBefore < mostExtraMb, `memory grew by ${Math.round(rssMost - rssBefore)} MB`)
  const others99 = `the others' p50/p99 ${shown(calm)} → ${shown(stormy)} ms`
  // On a machine with other things to do two moments are never alike; a queue that all wait in would be far above this.
  const isUnchanged = stormy.p50! < calm.p50! * 2 + 50 && stormy.p99! < calm.p99! * 4 + 200
  stage.demand(isUnchanged, others99)
  stage.note(
    `cut after ${(tookMs / 1000).toFixed(1)} s, the system's buffers included; ${others99}; memory ${Math.round(rssMost - rssBefore)} MB more`,
  )
}

function shown({ p50, p99 }: { p50?: number; p99?: number }): string {
  return `${Math.round(p50 ?? NaN)}/${Math.round(p99 ?? NaN)}`
}

async function readersOf(stage: Stage, count: number) {
  const people = await stage.invite(count)
  const chatId = await stage.gather(people[0]!, 'Flood', people.slice(1))
  const listeners = people.map((who) => stage.listen(who, { keepAliveMs: 0 }))
  await stage.ready()
  return { people, chatId, listeners }
}

/** Long messages, as many as the app takes. Returns what stops it. */
function startFlood(stage: Stage, people: Parameters<typeof say>[1][], chatId: string) {
  const over = new AbortController()
  const running = people.map(async (who) => {
    while (!over.signal.aborted) {
      await say(stage.history, who, chatId, words)
      await sleep(stage.random.between(5, 20))
    }
  })
  return async () => {
    over.abort()
    await Promise.all(running)
  }
}
