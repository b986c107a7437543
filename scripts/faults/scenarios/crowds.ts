import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { apiAt, patiently, type Somebody } from '../people.ts'
import { cpuOf } from '../processes.ts'
import type { Scenario } from '../scenario.ts'
import { say } from '../senders.ts'
import type { Stage } from '../stage.ts'
import { halfAndMost } from '../timings.ts'

const socketsEach = 10
const mostKnockMs = 120_000
const follow = '{"id":1,"method":"subscription","params":{"path":"live.follow","input":{"json":{}}}}'

export const crowds: Scenario[] = [
  {
    name: 'connect-storm',
    about: '2,000 sockets come and follow at once',
    play: (stage) => playStorm(stage, stage.isQuick ? 200 : 2000),
  },
  {
    name: 'connect-storm-10000',
    about: '10,000 sockets come and follow at once',
    isOnlyNamed: true,
    play: (stage) => playStorm(stage, 10_000),
  },
  {
    name: 'storm-while-frozen',
    about: 'sockets come, follow and go while PostgreSQL stands still for 8 seconds',
    async play(stage) {
      const people = await stage.invite(20)
      const chatId = await stage.gather(people[0]!, 'Storm', people.slice(1))
      const listeners = people.map((who) => stage.listen(who))
      await stage.ready()
      const senders = stage.speak(people.slice(0, 5), [chatId])
      for (let time = 1; time <= (stage.isQuick ? 1 : 3); time++) {
        const early = Array.from({ length: 60 }, (_, index) => knock(stage, people[index % people.length]!))
        await sleep(stage.random.between(20, 150))
        const thaw = stage.postgres.freeze()
        const late = Array.from({ length: 60 }, (_, index) => knock(stage, people[index % people.length]!))
        await sleep(stage.random.between(1000, 3000))
        for (const listener of listeners.slice(0, 10)) listener.socket()?.terminate()
        await sleep(6000)
        thaw()
        stage.history.fault()
        for (const { socket } of await Promise.all([...early, ...late])) socket.terminate()
      }
      await senders.stop()
    },
  },
  {
    name: 'half-handshakes',
    about: 'thousands of connections that never say what they want: gone after 5 seconds, and people still get in',
    async play(stage) {
      const [ada, bob] = await stage.invite(2)
      const chatId = await stage.gather(ada!, 'Engines', [bob!])
      stage.listen(bob!)
      await stage.ready()
      const port = stage.ports[0]!
      const count = stage.isQuick ? 500 : 5000
      const openedAt = performance.now()
      const lines = await Promise.all(Array.from({ length: count }, (_, index) => halfWay(port, index % 2 === 0)))
      const countOpen = () => lines.filter(({ destroyed }) => !destroyed).length
      const entered = performance.now()
      const [late] = await stage.invite(1, 'late')
      stage.note(`a guest came in within ${Math.round(performance.now() - entered)} ms`)
      await late!.api.chats.list.query()
      await say(stage.history, ada!, chatId, 'still here')
      while (countOpen() > 0 && performance.now() - openedAt < 20_000) await sleep(100)
      const open = countOpen()
      stage.demand(open === 0, `${open} of ${count} half handshakes were still open after 20 seconds`)
      stage.note(`${count} were gone after ${((performance.now() - openedAt) / 1000).toFixed(1)} s`)
      for (const line of lines) line.destroy()
    },
  },
  {
    name: 'descriptors-exhausted',
    about: 'a process may open 256 files and 400 sockets come: the old ones stay, and it recovers',
    async play(stage) {
      const port = stage.ports[0]!
      await stage.processes.end(port)
      await stage.processes.start(port, { prefix: ['prlimit', '--nofile=256:256'] })
      const people = await stage.invite(20)
      const chatId = await stage.gather(people[0]!, 'Engines', people.slice(1))
      const listeners = people.slice(0, 10).map((who) => stage.listen(who))
      await stage.ready()
      const senders = stage.speak(people.slice(0, 5), [chatId])
      const crowd = await Promise.all(
        Array.from({ length: 400 }, (_, index) => knock(stage, people[10 + (index % 10)]!)),
      )
      const refused = crowd.filter(({ following }) => !following).length
      stage.note(`${refused} of 400 were not let in`)
      stage.demand(refused > 0, 'there was room for all, so nothing was tried')
      await sleep(1000)
      for (const { socket } of crowd) socket.terminate()
      stage.history.fault()
      await sleep(1000)
      await senders.stop()
      const cut = listeners.filter(({ closes }) => closes.length > 0).length
      stage.demand(cut === 0, `${cut} of the old sockets were cut`)
      await stage.invite(1, 'afterwards')
    },
  },
  {
    name: 'login-storm',
    about: 'hundreds of wrong passwords a minute: slowed down, and the right one of somebody else still opens',
    async play(stage) {
      const api = apiAt(stage.url)
      const password = 'the right password of ada'
      const name = `ada${stage.random.whole(1, 1e9)}`
      await patiently(() => api.auth.register.mutate({ username: name, password, as: 'token' }))
      const [owner, ...others] = await stage.invite(6)
      const chatId = await stage.gather(owner!, 'Engines', others)
      for (const who of others) stage.listen(who)
      await stage.ready()
      const senders = stage.speak([owner!], [chatId])
      let [wrong, slowed] = [0, 0]
      const until = performance.now() + (stage.isQuick ? 3000 : 20_000)
      const attackers = Array.from({ length: 20 }, async (_, index) => {
        while (performance.now() < until) {
          await api.auth.login
            .mutate({ username: `victim${index % 8}`, password: `wrong ${wrong}`, as: 'token' })
            .catch((error: { data?: { reason?: string } }) => {
              if (error.data?.reason === 'TOO_MANY_REQUESTS') slowed++
              else wrong++
            })
          await sleep(20)
        }
      })
      await sleep(1000)
      const asked = performance.now()
      const { token } = await patiently(() => api.auth.login.mutate({ username: name, password, as: 'token' }))
      stage.demand(token !== undefined, 'the right password did not open')
      stage.note(`the right password opened after ${Math.round(performance.now() - asked)} ms`)
      await Promise.all(attackers)
      stage.note(`${wrong} wrong ones were tried, ${slowed} were told to wait`)
      stage.demand(slowed > 0, 'nobody was slowed down')
      await senders.stop()
    },
  },
]

async function playStorm(stage: Stage, count: number) {
  const people = await stage.invite(count / socketsEach)
  const chatId = await stage.gather(people[0]!, 'Storm', people.slice(1, 400))
  stage.listen(people[0]!)
  await stage.ready()
  const pid = stage.processes.pidOf(stage.ports[0]!)
  // Not through the line, which takes two files for each: a process may have 20,000 on many machines.
  const direct = { url: `http://127.0.0.1:${stage.ports[0]}` }
  const cpuBefore = cpuOf(pid)
  const startedAt = performance.now()
  const crowd = await Promise.all(
    Array.from({ length: count - 1 }, (_, index) => knock(direct, people[(index + 1) % people.length]!)),
  )
  const tookMs = performance.now() - startedAt
  const cpuEach = (cpuOf(pid) - cpuBefore) / count
  const refused = crowd.filter(({ following }) => !following).length
  const { p50 = NaN, p99 = NaN } = halfAndMost(crowd.map(({ ms }) => ms))
  stage.note(
    `${count} followed after ${(tookMs / 1000).toFixed(2)} s, each p50 ${Math.round(p50)} ms, p99 ${Math.round(p99)} ms; ${cpuEach.toFixed(2)} ms of the process's CPU each`,
  )
  stage.demand(refused === 0, `${refused} of ${count} were not served`)
  await say(stage.history, people[0]!, chatId, 'all here')
  for (const { socket } of crowd) socket.terminate()
}

/** A client that knows the wire only. Resolves when it follows, or is refused. */
async function knock({ url }: Pick<Stage, 'url'>, { token }: Somebody) {
  const startedAt = performance.now()
  const socket = new WebSocket(`${url.replace('http', 'ws')}/trpc`, { headers: { authorization: `Bearer ${token}` } })
  const following = await new Promise<boolean>((resolve) => {
    const late = setTimeout(() => resolve(false), mostKnockMs)
    const end = (isFollowing: boolean) => {
      clearTimeout(late)
      resolve(isFollowing)
    }
    socket.on('open', () => socket.send(follow))
    socket.on('message', (frame: Buffer) => {
      if (frame.includes('"heads"')) end(true)
    })
    socket.on('error', () => end(false))
    socket.on('close', () => end(false))
  })
  return { socket, following, ms: performance.now() - startedAt }
}

/** Some say nothing at all, some begin and do not end. */
async function halfWay(port: number, isSilent: boolean): Promise<Socket> {
  return new Promise((resolve) => {
    const line = connect(port, '127.0.0.1')
    line.on('error', () => undefined)
    line.once('connect', () => {
      if (!isSilent) line.write('GET /trpc HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n')
      line.resume()
      resolve(line)
    })
    line.once('close', () => resolve(line))
  })
}
