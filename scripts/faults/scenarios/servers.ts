import { setTimeout as sleep } from 'node:timers/promises'
import { apiAt } from '../people.ts'
import type { Scenario } from '../scenario.ts'
import { say } from '../senders.ts'
import { busyGroup } from './busy.ts'

export const servers: Scenario[] = [
  {
    name: 'server-killed',
    about: 'kill -9 of a process while 50 people send, 20 times',
    async play(stage) {
      const { senders } = await busyGroup(stage, { people: 50, listeners: 10, devices: 3 })
      const times = stage.isQuick ? 3 : 20
      for (let time = 1; time <= times; time++) {
        await sleep(stage.random.between(300, 2000))
        const port = stage.random.pick(stage.ports)
        await stage.processes.end(port)
        // Where another process serves, nobody has to wait for the new one.
        if (stage.ports.length > 1) stage.history.fault()
        await stage.processes.start(port)
        if (stage.ports.length === 1) stage.history.fault()
      }
      await sleep(500)
      await senders.stop()
    },
  },
  {
    name: 'rolling-restart',
    about: 'three processes are restarted one after the other under load',
    processes: 3,
    atLeast: 2,
    async play(stage) {
      const { listeners, senders } = await busyGroup(stage, { people: 20, listeners: 45, devices: 3 })
      const opened = () => listeners.reduce((sum, listener) => sum + listener.opens(), 0)
      let most = 0
      let before = opened()
      const watch = setInterval(() => {
        most = Math.max(most, opened() - before)
        before = opened()
      }, 1000)
      stage.whenClosed(() => clearInterval(watch))
      for (const port of stage.ports) {
        await sleep(1000)
        stage.history.fault()
        await stage.processes.end(port, 'SIGTERM')
        await stage.processes.start(port)
      }
      await sleep(500)
      await senders.stop()
      clearInterval(watch)
      stage.note(`at most ${most} of ${listeners.length} reconnected within a second`)
    },
  },
  {
    name: 'crash-loop',
    about: 'one of three processes is killed every 3 seconds',
    processes: 3,
    atLeast: 2,
    async play(stage) {
      const { senders } = await busyGroup(stage, { people: 30, listeners: 15, devices: 3 })
      const port = stage.ports[0]!
      for (let time = 1; time <= (stage.isQuick ? 1 : 6); time++) {
        await sleep(stage.isQuick ? 1000 : 3000)
        stage.history.fault()
        await stage.processes.end(port)
        await stage.processes.start(port)
      }
      await sleep(500)
      await senders.stop()
    },
  },
  {
    name: 'process-frozen',
    about: 'one of three processes stands still for 6 seconds, and then goes on with what it had',
    processes: 3,
    atLeast: 2,
    async play(stage) {
      const { senders } = await busyGroup(stage, { people: 20, listeners: 15, devices: 3 })
      for (const port of stage.ports.slice(0, stage.isQuick ? 1 : 2)) {
        await sleep(1000)
        stage.processes.signal(port, 'SIGSTOP')
        await sleep(stage.isQuick ? 3000 : 6000)
        stage.processes.signal(port, 'SIGCONT')
        stage.history.fault()
      }
      await sleep(1500)
      await senders.stop()
    },
  },
  {
    name: 'clock-skew',
    about: 'the clock of one of three processes is an hour ahead, that of another an hour behind',
    processes: 3,
    atLeast: 2,
    async play(stage) {
      const preload = new URL('../skew.ts', import.meta.url).href
      for (const [index, hours] of [1, -1].entries()) {
        const port = stage.ports[index]!
        await stage.processes.end(port)
        await stage.processes.start(port, { environment: { PRELOAD: preload, SKEW_MS: String(hours * 3_600_000) } })
      }
      const { senders, chatId, people } = await busyGroup(stage, { people: 20, listeners: 15, devices: 3 })
      await sleep(stage.isQuick ? 2000 : 8000)
      await senders.stop()
      const page = await people[0]!.api.messages.list.query({ chatId, limit: 100 })
      const times = page.messages.map(({ createdAt }) => createdAt.getTime())
      const isInOrder = times.every((time, index) => index === 0 || time >= times[index - 1]!)
      const isNow = times.every((time) => Math.abs(time - Date.now()) < 120_000)
      stage.demand(isInOrder && isNow, 'a message carries the time of a clock that is wrong')
    },
  },
  {
    name: 'presence-crashed',
    about: 'a process is killed and stays away: its people are shown offline within 45 seconds',
    processes: 2,
    atLeast: 2,
    async play(stage) {
      const [ada, bob, eve] = await stage.invite(3)
      const chatId = await stage.gather(ada!, 'Engines', [bob!, eve!])
      const [here, gone] = stage.ports.map((port) => `http://127.0.0.1:${port}`)
      stage.listen(ada!, { url: here })
      const lost = stage.listen(bob!, { url: gone })
      await stage.ready()
      const isShown = async () => {
        const { users } = await apiAt(here!, ada!.token).users.online.query()
        return users.some(({ id }) => id === bob!.id)
      }
      while (!(await isShown())) await sleep(100)
      await stage.processes.end(stage.ports[1]!)
      const since = performance.now()
      while ((await isShown()) && performance.now() - since < 90_000) await sleep(500)
      const seconds = (performance.now() - since) / 1000
      stage.note(`shown offline after ${seconds.toFixed(1)} s`)
      stage.demand(seconds < 47, `whoever was on the killed process was shown online for ${seconds.toFixed(0)} s`)
      await stage.leave(lost)
      await say(stage.history, eve!, chatId, 'still here')
    },
  },
]
