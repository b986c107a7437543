import { setTimeout as sleep } from 'node:timers/promises'
import { v7 as uuid } from 'uuid'
import { apiAt, refusalOf } from '../people.ts'
import type { Scenario } from '../scenario.ts'
import { say } from '../senders.ts'
import type { Stage } from '../stage.ts'
import { busyGroup } from './busy.ts'

export const members: Scenario[] = [
  {
    name: 'same-id',
    about: 'one message is sent 50 times at once, to two processes: one row, one answer',
    processes: 2,
    async play(stage) {
      const [ada, bob] = await stage.invite(2)
      const chatId = await stage.gather(ada!, 'Engines', [bob!])
      stage.listen(bob!)
      await stage.ready()
      const apis = stage.ports.map((port) => apiAt(`http://127.0.0.1:${port}`, ada!.token))
      for (let round = 1; round <= (stage.isQuick ? 5 : 40); round++) {
        const id = uuid()
        stage.history.invoke({ id, chatId, senderId: ada!.id })
        const answers = await Promise.all(
          Array.from({ length: 50 }, (_, index) =>
            apis[index % apis.length]!.messages.send.mutate({ id, chatId, text: `round ${round}` }),
          ),
        )
        const different = new Set(answers.map(({ number, version }) => `${number} ${version}`))
        stage.demand(different.size === 1, `one message got ${different.size} different answers`)
        stage.history.ok(id, answers[0]!.number)
      }
    },
  },
  {
    name: 'removal-race',
    about: 'somebody is removed while he sends, 1,000 times: nothing of his comes after',
    async play(stage) {
      const [ada, bob, eve] = await stage.invite(3)
      const chatId = await stage.gather(ada!, 'Engines', [bob!, eve!])
      stage.listen(ada!)
      stage.listen(bob!)
      stage.open(eve!, [chatId])
      await stage.ready()
      const rounds = stage.isQuick ? 30 : 1000
      for (let round = 1; round <= rounds; round++) {
        const over = AbortSignal.timeout(20_000)
        const said = Array.from({ length: 3 }, (_, index) =>
          say(stage.history, bob!, chatId, `${round} ${index}`, over),
        )
        await sleep(stage.random.between(0, 4))
        await ada!.api.groups.remove.mutate({ chatId, userId: bob!.id })
        await Promise.all(said)
        await ada!.api.groups.add.mutate({ chatId, userIds: [bob!.id] })
      }
      const refused = [...stage.history.sends.values()].filter(({ outcome }) => outcome === 'refused').length
      stage.note(`${refused} of ${stage.history.sends.size} came too late`)
      stage.demand(refused > rounds / 20, 'the race was never close')
    },
  },
  {
    name: 'removal-open-sockets',
    about: 'people with open sockets are removed under load, reconnect at once with old cursors, and some come back',
    async play(stage) {
      const { chatId, people, listeners, senders } = await busyGroup(stage, { people: 20, listeners: 20, devices: 2 })
      const owner = people[0]!
      for (const [index, listener] of listeners.entries()) {
        const { who } = listener
        const cursor = listener.version(chatId)
        await owner.api.groups.remove.mutate({ chatId, userId: who.id })
        if (index % 2) listener.socket()?.terminate()
        const answer = await who.api.messages.changes.query({ chatId, after: cursor }).catch(refusalOf)
        stage.demand(answer === 'NOT_A_MEMBER', 'whoever was removed could still pull with his old cursor')
        await sleep(stage.random.between(50, stage.isQuick ? 100 : 400))
        if (index % 3 === 0) await owner.api.groups.add.mutate({ chatId, userIds: [who.id] })
      }
      await sleep(1000)
      await senders.stop()
    },
  },
  {
    name: 'session-revoked',
    about: 'sessions end under load: nothing after 1 second, or after 30 where the news of it can get lost',
    async play(stage) {
      const { listeners, senders } = await busyGroup(stage, { people: 15, listeners: 20, devices: 0 })
      const graceMs = graceOf(stage)
      const since = performance.now()
      for (const listener of listeners.slice(0, 10)) {
        await listener.who.api.auth.logout.mutate()
        stage.history.silence(listener.name, performance.now() + graceMs)
      }
      await stage.until(
        () => listeners.slice(0, 10).every(({ closes }) => closes.includes(4401)),
        'the sockets of ended sessions are closed with 4401',
        graceMs + 5000,
      )
      stage.note(
        `ten sessions ended, and the last socket was closed, within ${Math.round(performance.now() - since)} ms`,
      )
      await sleep(1500)
      await Promise.all(listeners.slice(0, 10).map((listener) => stage.leave(listener)))
      await senders.stop()
    },
  },
]

function graceOf({ processes: _, ports, bus, lossPercent }: Stage): number {
  const isHeardAtOnce = ports.length === 1 || (bus.kind !== 'none' && lossPercent === 0)
  return isHeardAtOnce ? 1000 : 31_000
}
