import { setTimeout as sleep } from 'node:timers/promises'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

export const networks: Scenario[] = [
  {
    name: 'network-cut',
    about: 'the network of half the people is gone for 5 seconds, 3 times; recovery counts from its return',
    async play(stage) {
      const { line, senders } = await halfBehindALine(stage)
      for (let time = 1; time <= (stage.isQuick ? 1 : 3); time++) {
        await sleep(1000)
        line.goDown()
        await sleep(stage.isQuick ? 2000 : 5000)
        line.comeUp()
        stage.history.fault()
        await sleep(2000)
      }
      await senders.stop()
    },
  },
  {
    name: 'network-cut-long',
    about: 'half the people miss more than 500 events, which is past what is caught up with one by one',
    async play(stage) {
      const { line, listeners, chatId, senders } = await halfBehindALine(stage, [10, 60])
      line.goDown()
      const before = listeners[0]!.version(chatId)
      await stage.until(
        () => stage.history.sends.size > before + (stage.isQuick ? 600 : 1500),
        'many events are missed',
        120_000,
      )
      line.comeUp()
      stage.history.fault()
      await sleep(2000)
      await senders.stop()
    },
  },
  {
    name: 'network-slow',
    about: 'every packet of half the people takes 200 ms each way, and 64 KB a second pass',
    async play(stage) {
      const { line, senders } = await halfBehindALine(stage)
      line.delay(200)
      line.throttle(64 * 1024)
      await sleep(stage.isQuick ? 3000 : 10_000)
      line.delay(0)
      line.throttle(Infinity)
      stage.history.fault()
      await sleep(1000)
      await senders.stop()
    },
  },
  {
    name: 'network-one-way',
    about: 'what half the people send arrives and nothing comes back, for 4 seconds; then the other way round',
    async play(stage) {
      const { line, senders } = await halfBehindALine(stage)
      for (const way of ['down', 'up'] as const) {
        await sleep(1000)
        line.freeze(way)
        await sleep(stage.isQuick ? 1500 : 4000)
        line.thaw()
        stage.history.fault()
      }
      await sleep(1500)
      await senders.stop()
    },
  },
  {
    name: 'half-open',
    about: 'the network forgets the connections of half the people: nobody hears of an end; some never come back',
    async play(stage) {
      const { line, listeners, senders } = await halfBehindALine(stage)
      const connections = () =>
        stage.processes.metrics(stage.ports[0]!).then((found) => found['parley_connections'] ?? NaN)
      const all = await connections()
      const [gone, ...rest] = listeners
      stage.note(`${rest.length} of ${all} connections come back`)
      line.forget()
      stage.history.fault()
      await stage.leave(gone!)
      const since = performance.now()
      // Those who noticed are back with a second socket; the server has let go when it has one less than before.
      while ((await connections()) > all - 1 && performance.now() - since < 60_000) await sleep(250)
      const tookMs = performance.now() - since
      stage.demand(tookMs < 45_000, 'the server kept a dead connection for more than 45 seconds')
      stage.note(`the server let go of the dead after ${(tookMs / 1000).toFixed(1)} s`)
      await stage.until(() => rest.every((listener) => listener.isFollowing()), 'all are back', 60_000)
      await senders.stop(60_000)
    },
  },
  {
    name: 'idle-cut',
    about: 'a load balancer cuts what is silent for 60 seconds: keep-alive holds the sockets',
    setting: { idleMs: 60_000 },
    async play(stage) {
      const [owner, ...others] = await stage.invite(10)
      const chatId = await stage.gather(owner!, 'Quiet', others)
      const listeners = others.map((who) => stage.listen(who, { keepAliveMs: 0 }))
      const device = stage.open(owner!, [chatId])
      await stage.ready()
      await sleep(stage.isQuick ? 65_000 : 130_000)
      const cut = listeners.filter(({ closes }) => closes.length > 0).length
      stage.demand(cut === 0, `${cut} of ${listeners.length} sockets were cut`)
      stage.demand(device.client.sockets.length === 1, 'the app had to open another socket')
      device.say(chatId, 'still there')
    },
  },
  {
    name: 'client-killed',
    about: 'the app ends with 20 messages unsent, some of them already stored; the next one sends each once, in order',
    async play(stage) {
      const [ada, bob] = await stage.invite(2)
      const chatId = await stage.gather(ada!, 'Engines', [bob!])
      const line = await stage.line()
      stage.listen(bob!)
      for (let round = 1; round <= (stage.isQuick ? 1 : 5); round++) {
        const app = stage.open(ada!, [chatId], line.url)
        await stage.until(() => app.client.isOnline() && app.client.window({ chatId }) !== undefined, 'the app is open')
        app.say(chatId, 'before')
        await stage.until(() => app.unsent() === 0, 'the first is sent')
        // The request arrives, its answer does not.
        line.freeze('down')
        for (let index = 1; index <= 20; index++) app.say(chatId, `unsent ${index}`)
        await sleep(stage.random.between(100, 600))
        await stage.leave(app)
        line.cut()
        line.thaw()
        stage.history.fault()
        const next = stage.open(ada!, [chatId], line.url)
        await stage.until(() => next.client.isOnline() && next.unsent() === 0, 'all are sent')
        await stage.until(() => next.client.texts(chatId).at(-1) === 'unsent 20', 'all are shown')
        await stage.leave(next)
      }
      const stored = await stage.postgres.ask<{ text: string }>(
        stage.database,
        "select text from messages where kind = 'text' order by number",
      )
      const expected = ['before', ...Array.from({ length: 20 }, (_, index) => `unsent ${index + 1}`)]
      const isInOrder = stored.every(({ text }, index) => text === expected[index % 21])
      stage.demand(isInOrder && stored.length % 21 === 0, `stored is: ${stored.map(({ text }) => text).join(', ')}`)
    },
  },
]

/** Half of the people come over a line of their own, with the app or as listeners; the others send all the time. */
async function halfBehindALine(stage: Stage, pauseMs?: [number, number]) {
  const line = await stage.line()
  const people = await stage.invite(26)
  const chatId = await stage.gather(people[0]!, 'Engines', people.slice(1))
  const listeners = people.slice(10, 18).map((who) => stage.listen(who, { url: line.url }))
  const devices = people.slice(18, 21).map((who) => stage.open(who, [chatId], line.url))
  for (const who of people.slice(21)) stage.listen(who)
  await stage.ready()
  const senders = stage.speak(people.slice(0, 10), [chatId], pauseMs)
  const chatter = setInterval(() => {
    for (const device of devices) if (device.unsent() < 5) device.say(chatId, 'from behind the line')
  }, 400)
  stage.whenClosed(() => clearInterval(chatter))
  return {
    line,
    chatId,
    listeners,
    devices,
    senders: {
      async stop(patienceMs?: number) {
        clearInterval(chatter)
        await senders.stop(patienceMs)
      },
    },
  }
}
