import { setTimeout as sleep } from 'node:timers/promises'
import { answer } from '../process.ts'
import { type Audience, type Faults, openAudience } from './audience.ts'
import type { DialectName } from './dialects.ts'
import { openSenders, type Sender, type Speaker } from './senders.ts'
import { spread, type Spread } from './spread.ts'
import { mark } from './words.ts'

/** The load: everybody who connects to a server in this benchmark, in a process of its own. */
export type Orders = {
  /** Each listener with the headers of his own. */
  open: (order: {
    dialect: DialectName
    port: number
    listeners: string[][]
    speakers: Speaker[]
    batch?: number
  }) => Promise<{ openedMs: number; turnedAway: number }>
  burst: (order: { seconds: number }) => Promise<Heard>
  paced: (order: { perSecond: number; seconds: number }) => Promise<Heard>
  send: (order: { seconds: number }) => Promise<{ acknowledged: number; ms: number; latency: Spread }>
  cpu: () => Promise<number>
  close: () => Promise<void>
}
export type Heard = {
  messages: number
  deliveries: number
  frames: number
  ms: number
  latency: Spread
  faults: Faults
}

const stalledMs = 20_000
let audience: Audience | undefined
let senders: Sender[] = []
let nextSeq = 1
const sent = { count: 0, sum: 0 }

const answers: Orders = {
  async open({ dialect, port, listeners, speakers, batch = 1 }) {
    Object.assign(sent, { count: 0, sum: 0 })
    audience = await openAudience(dialect, port, listeners)
    senders = await openSenders(dialect, port, speakers, batch)
    return { openedMs: audience.openedMs, turnedAway: audience.turnedAway }
  },

  /** Every sender has one message under way: the next one leaves when the last one was heard by everybody. */
  burst({ seconds }) {
    return heardBy(audience!, async (say, until) => {
      await Promise.all(
        senders.map(async (sender) => {
          while (performance.now() < until(seconds)) await say(sender)
        }),
      )
    })
  },

  paced({ perSecond, seconds }) {
    return heardBy(audience!, async (say) => {
      const startedAt = performance.now()
      const said: Promise<void>[] = []
      for (let index = 0; index < perSecond * seconds; index++) {
        await sleep(Math.max(0, startedAt + (index * 1000) / perSecond - performance.now()))
        said.push(say(senders[index % senders.length]!))
      }
      await Promise.all(said)
    })
  },

  /** Every sender has his messages under way, and sends the next when the last were acknowledged. */
  async send({ seconds }) {
    const latencies: number[] = []
    const startedAt = performance.now()
    const end = startedAt + seconds * 1000
    await Promise.all(
      senders.map(async ({ batch, send }) => {
        for (let at = performance.now(); at < end; at = performance.now()) {
          const seqs = Array.from({ length: batch }, () => nextSeq++)
          await send(seqs)
          const took = performance.now() - at
          for (let one = 0; one < batch; one++) latencies.push(took)
        }
      }),
    )
    return { acknowledged: latencies.length, ms: performance.now() - startedAt, latency: spread(latencies) }
  },

  cpu: () => {
    const { user, system } = process.cpuUsage()
    return Promise.resolve(user + system)
  },

  close() {
    audience?.close()
    for (const sender of senders) sender.close()
    audience = undefined
    senders = []
    return Promise.resolve()
  },
}
answer(answers)

/** Says messages until all of them have been heard by all. */
async function heardBy(
  { size, whenHeard, frames, faults }: Audience,
  speak: (say: (sender: Sender) => Promise<void>, until: (seconds: number) => number) => Promise<void>,
): Promise<Heard> {
  const pending = new Map<number, { left: number; sentAt: number; done: () => void }>()
  const latencies: number[] = []
  const before = { ...sent, frames: frames() }
  let heardAt = performance.now()
  whenHeard((seq, at) => {
    heardAt = at
    const message = pending.get(seq)
    if (!message) return
    latencies.push(at - message.sentAt)
    if (--message.left > 0) return
    pending.delete(seq)
    message.done()
  })
  const startedAt = performance.now()
  let watch: NodeJS.Timeout | undefined
  const stalled = new Promise<void>((resolve) => {
    watch = setInterval(() => {
      if (performance.now() - heardAt > stalledMs) resolve()
    }, 500)
  })
  const spoken = speak(say, (seconds) => startedAt + seconds * 1000)
  await Promise.race([spoken, stalled])
  clearInterval(watch)
  const messages = sent.count - before.count
  return {
    messages,
    deliveries: latencies.length,
    frames: frames() - before.frames,
    ms: performance.now() - startedAt,
    latency: spread(latencies),
    faults: faults(sent),
  }

  async function say(sender: Sender) {
    const seq = nextSeq++
    sent.count++
    sent.sum = (sent.sum + mark(seq)) % Number.MAX_SAFE_INTEGER
    const heard = new Promise<void>((done) => pending.set(seq, { left: size, sentAt: performance.now(), done }))
    await Promise.all([sender.send([seq]), heard])
  }
}
