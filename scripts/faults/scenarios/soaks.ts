import { setTimeout as sleep } from 'node:timers/promises'
import { memoryOf } from '../processes.ts'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

const figures = {
  connections: 'parley_connections',
  followers: 'parley_followers',
  'followed chats': 'parley_followed_chats',
  timers: 'nodejs_active_resources{type="Timeout"}',
}
const mostMbAnHour = 60
const leastMinutes = 15

export const soaks: Scenario[] = [
  {
    name: 'soak',
    about:
      '1,000 sockets a minute come and go while people talk, for --minutes: memory, followers and timers return to where they were',
    isOnlyNamed: true,
    async play(stage, { minutes }) {
      const people = await stage.invite(60)
      const chatId = await stage.gather(people[0]!, 'Soak', people.slice(1))
      const steady = people.slice(0, 5).map((who) => stage.listen(who))
      await stage.ready()
      const senders = stage.speak(people.slice(0, 4), [chatId], [500, 1500])
      await comeAndGo(stage, people, 60_000)
      await sleep(3000)
      const before = await measure(stage)
      const memory: [minute: number, megabytes: number][] = []
      for (let minute = 0; minute < minutes; minute++) {
        await comeAndGo(stage, people, 60_000)
        memory.push([minute, memoryOf(stage.processes.pidOf(stage.ports[0]!))])
      }
      await senders.stop()
      await sleep(5000)
      const after = await measure(stage)
      for (const name of ['connections', 'followers', 'followed chats'] as const)
        stage.demand(after[name] === before[name], `${name} went from ${before[name]} to ${after[name]}`)
      stage.demand(after.timers <= before.timers + 10, `timers went from ${before.timers} to ${after.timers}`)
      const slope = slopeOf(memory) * 60
      stage.note(
        `${minutes < leastMinutes ? '' : `memory ${slope.toFixed(1)} MB an hour; `}${Object.keys(figures)
          .map((name) => `${name} ${before[name as keyof typeof figures]} → ${after[name as keyof typeof figures]}`)
          .join(', ')}`,
      )
      // The slope of a few minutes is mostly noise.
      if (minutes >= leastMinutes) stage.demand(slope < mostMbAnHour, `memory grows by ${slope.toFixed(0)} MB an hour`)
      stage.demand(
        steady.every(({ closes }) => closes.length === 0),
        'a steady socket was cut',
      )
    },
  },
]

let visits = 0

/** Each follows for a moment, and leaves politely or not. */
async function comeAndGo(stage: Stage, people: Parameters<Stage['listen']>[0][], ms: number) {
  const until = performance.now() + ms
  const guests = people.slice(5)
  const running = Array.from({ length: 10 }, async (_, index) => {
    for (let time = 0; performance.now() < until; time++) {
      const who = guests[(index + time * 10) % guests.length]!
      const listener = stage.listen(who, { name: `${who.name}, visit ${++visits}` })
      await sleep(stage.random.between(200, 800))
      if (stage.random.chance(0.5)) listener.socket()?.terminate()
      await stage.leave(listener)
      await sleep(stage.random.between(0, 150))
    }
  })
  await Promise.all(running)
}

async function measure(stage: Stage) {
  const found = await stage.processes.metrics(stage.ports[0]!)
  return {
    connections: found[figures.connections] ?? NaN,
    followers: found[figures.followers] ?? NaN,
    'followed chats': found[figures['followed chats']] ?? NaN,
    timers: found[figures.timers] ?? NaN,
  }
}

/** The line through the points, by least squares. */
function slopeOf(points: [number, number][]): number {
  const mean = (index: 0 | 1) => points.reduce((sum, point) => sum + point[index], 0) / points.length
  const [meanX, meanY] = [mean(0), mean(1)]
  const above = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0)
  const below = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
  return below === 0 ? 0 : above / below
}
