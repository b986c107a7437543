import { setTimeout as sleep } from 'node:timers/promises'
import type { Scenario } from '../scenario.ts'
import { busyGroup } from './servers.ts'

const company = { people: 30, listeners: 10, devices: 3 }

export const databases: Scenario[] = [
  {
    name: 'database-crashed',
    about: 'PostgreSQL ends at once, nothing written down, and starts again, 3 times',
    async play(stage) {
      const { senders } = await busyGroup(stage, company)
      for (let time = 1; time <= (stage.isQuick ? 1 : 3); time++) {
        await sleep(stage.random.between(700, 1500))
        stage.history.fault()
        await stage.postgres.restart('immediate')
        await sleep(1500)
      }
      await senders.stop()
    },
  },
  {
    name: 'database-restarted',
    about: 'PostgreSQL restarts fast, as in an upgrade or a failover, 3 times',
    async play(stage) {
      const { senders } = await busyGroup(stage, company)
      for (let time = 1; time <= (stage.isQuick ? 1 : 3); time++) {
        await sleep(stage.random.between(700, 1500))
        stage.history.fault()
        await stage.postgres.restart('fast')
        await sleep(1500)
      }
      await senders.stop()
    },
  },
  {
    name: 'database-frozen',
    about: 'every process of PostgreSQL stands still for 8 seconds; recovery counts from the thaw',
    async play(stage) {
      const { senders } = await busyGroup(stage, company)
      await sleep(1000)
      const thaw = stage.postgres.freeze()
      const since = performance.now()
      const answers: number[] = []
      while (performance.now() - since < (stage.isQuick ? 3000 : 8000)) {
        const asked = performance.now()
        const health = await fetch(`http://127.0.0.1:${stage.ports[0]}/health`)
        answers.push(performance.now() - asked)
        stage.demand(health.ok, '/health was not ok while PostgreSQL stood still')
        await sleep(200)
      }
      thaw()
      stage.history.fault()
      stage.note(`/health answered within ${Math.round(Math.max(...answers))} ms meanwhile`)
      await sleep(3000)
      await senders.stop()
    },
  },
  {
    name: 'database-connections-cut',
    about: 'one connection to PostgreSQL is cut every 100 ms',
    async play(stage) {
      const { senders } = await busyGroup(stage, company)
      const until = performance.now() + (stage.isQuick ? 2000 : 15_000)
      let cuts = 0
      while (performance.now() < until) {
        await stage.postgres.terminate(stage.database, 1)
        cuts++
        await sleep(100)
      }
      stage.history.fault()
      stage.note(`${cuts} cuts`)
      await sleep(500)
      await senders.stop()
    },
  },
]
