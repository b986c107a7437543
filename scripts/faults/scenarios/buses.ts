import { setTimeout as sleep } from 'node:timers/promises'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'
import { halfAndMost, heardAfterAnswer } from '../timings.ts'
import { busyGroup } from './busy.ts'

const company = { people: 20, listeners: 15, devices: 3 }
/** What is promised when no news pass between the processes, and a little for a machine that has other things to do. */
const deafMs = 2500 + 500

export const buses: Scenario[] = [
  ...[0, 20, 90, 100].map((percent) => lossy(percent)),
  {
    name: 'bus-mixed-up',
    about: 'a third of the news between the processes comes twice, all of it up to 300 ms late and in any order',
    processes: 3,
    atLeast: 2,
    needs: ['bus'],
    async play(stage) {
      Object.assign(stage.bus.weather, { doubling: 0.3, lateMs: 300 })
      await playFor(stage, stage.isQuick ? 2000 : 10_000)
    },
  },
  {
    name: 'bus-none',
    about: 'three processes know nothing of each other, except through PostgreSQL',
    processes: 3,
    atLeast: 2,
    bus: 'none',
    async play(stage) {
      await playFor(stage, stage.isQuick ? 3000 : 10_000)
      demandPromptness(stage)
    },
  },
  {
    name: 'bus-connection-cut',
    about: 'the connections to the bus are cut, 5 times',
    processes: 3,
    atLeast: 2,
    needs: ['bus'],
    async play(stage) {
      const { senders } = await busyGroup(stage, company)
      for (let time = 1; time <= (stage.isQuick ? 1 : 5); time++) {
        await sleep(1500)
        stage.bus.toBus?.cut()
        stage.history.fault()
      }
      await sleep(2500)
      await senders.stop()
    },
  },
  {
    name: 'bus-dead',
    about: 'the network forgets the connections to the bus: deaf without knowing it',
    processes: 3,
    atLeast: 2,
    needs: ['bus'],
    async play(stage) {
      const { senders } = await busyGroup(stage, company)
      await sleep(1000)
      stage.bus.toBus?.forget()
      stage.history.fault()
      await sleep(stage.isQuick ? 8000 : 20_000)
      await senders.stop(60_000)
    },
  },
  {
    name: 'nats-killed',
    about: 'nats-server is killed, and comes back after 3 seconds, 3 times',
    processes: 3,
    atLeast: 2,
    needs: ['nats'],
    async play(stage) {
      const { senders } = await busyGroup(stage, company)
      for (let time = 1; time <= (stage.isQuick ? 1 : 3); time++) {
        await sleep(1500)
        stage.history.fault()
        await stage.bus.nats!.end()
        await sleep(3000)
        await stage.bus.nats!.start()
      }
      await sleep(2000)
      await senders.stop()
      demandPromptness(stage)
    },
  },
  {
    name: 'nats-frozen',
    about: 'nats-server stands still for 8 seconds: no send waits for it',
    processes: 3,
    atLeast: 2,
    needs: ['nats'],
    async play(stage) {
      const { senders } = await busyGroup(stage, company)
      await sleep(1000)
      stage.bus.nats!.signal('SIGSTOP')
      stage.history.fault()
      const since = performance.now()
      await sleep(stage.isQuick ? 3000 : 8000)
      const during = [...stage.history.sends.values()].filter(({ triedAt }) => triedAt > since)
      const took = halfAndMost(during.map(({ triedAt, answeredAt = performance.now() }) => answeredAt - triedAt))
      stage.bus.nats!.signal('SIGCONT')
      stage.note(
        `${during.length} sends meanwhile took ${Math.round(took.p50 ?? NaN)}/${Math.round(took.p99 ?? NaN)} ms`,
      )
      stage.demand((took.p50 ?? Infinity) < 1000, 'sends waited for the bus')
      await sleep(1000)
      await senders.stop()
      demandPromptness(stage)
    },
  },
]

function lossy(percent: number): Scenario {
  return {
    name: `bus-loses-${percent}`,
    about: `${percent} % of the news between the processes get lost, without anybody knowing`,
    processes: 3,
    atLeast: 2,
    needs: ['bus'],
    async play(stage) {
      stage.bus.weather.loss = percent / 100
      await playFor(stage, stage.isQuick ? 3000 : 12_000)
      demandPromptness(stage)
    },
  }
}

async function playFor(stage: Stage, ms: number) {
  const { senders } = await busyGroup(stage, company)
  await sleep(ms)
  await senders.stop()
  const { came, lost } = stage.bus.weather
  if (came > 0) stage.note(`${lost} of ${came} pieces of news between the processes were lost`)
}

function demandPromptness(stage: Stage) {
  const { p50 = 0, p99 = 0 } = heardAfterAnswer(stage.history.soFar())
  stage.note(`news ${Math.round(p50)}/${Math.round(p99)} ms after the acknowledgement`)
  stage.demand(p99 <= deafMs, `news took ${Math.round(p99)} ms (p99), which is more than 2.5 s`)
}
