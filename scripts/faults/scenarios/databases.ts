import { setTimeout as sleep } from 'node:timers/promises'
import type { Scenario } from '../scenario.ts'
import { busyGroup } from './busy.ts'

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
  {
    name: 'database-forgotten',
    about: 'the network forgets every connection to PostgreSQL: nobody hears of an end, new ones work',
    setting: { isDatabaseProxied: true },
    async play(stage) {
      const { senders } = await busyGroup(stage, company)
      for (let time = 1; time <= (stage.isQuick ? 1 : 2); time++) {
        await sleep(1000)
        stage.bus.toDatabase?.forget()
        stage.history.fault()
        await sleep(stage.isQuick ? 8000 : 12_000)
      }
      await senders.stop(60_000)
    },
  },
  {
    name: 'disk-full',
    about: 'the disk of the write-ahead log is full, until somebody makes room',
    needs: ['mount'],
    async play(stage, _wish, disk) {
      const { senders } = await busyGroup(stage, company)
      await sleep(1500)
      disk!.fill()
      let wentDown = false
      for (let time = 1; time <= 40 && !wentDown; time++) {
        wentDown = await stage.postgres
          .ask('postgres', 'select pg_switch_wal(), pg_logical_emit_message(false, $1, $1)', ['full'])
          .then(
            () => false,
            () => true,
          )
        await sleep(100)
      }
      stage.demand(wentDown, 'PostgreSQL never noticed that its disk was full')
      await sleep(2000)
      disk!.free()
      if (!(await stage.postgres.isRunning())) await stage.postgres.start()
      stage.history.fault()
      await sleep(2000)
      await senders.stop()
    },
  },
]
