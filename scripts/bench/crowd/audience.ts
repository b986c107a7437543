import { setTimeout as sleep } from 'node:timers/promises'
import { crc32 } from 'node:zlib'
import type { DialectName } from './dialects.ts'
import { dialects } from './dialects.ts'
import { type Line, openLine } from './line.ts'
import { mark, seqOf } from './words.ts'

type Listener = { headers: string[]; line?: Line; isReady: boolean; count: number; sum: number; last: number }
/** What a text of the server holds. Servers send the same text to many, and it is read once. */
type Reading = { text: Buffer; heard: { seq: number; number: number; mark: number }[]; wrong: number }
export type Audience = Awaited<ReturnType<typeof openAudience>>
export type Faults = { missing: number; doubled: number; wrong: number; outOfOrder: number; closed: number }

const mostRemembered = 4096
const patienceMs = 60_000
/** About when the stock clients try again. */
const againMs = 1000
const longestPing = 64

/**
 * Clients that listen, every one of which counts each message once, looks at each letter, and at the order of the places
 * that the server gave: a place below the last one is out of order.
 */
export async function openAudience(name: DialectName, port: number, headers: string[][]) {
  const dialect = dialects[name]
  const readings = new Map<number, Reading>()
  let frames = 0
  const faults = { wrong: 0, outOfOrder: 0, closed: 0 }
  let onHeard: (seq: number, at: number) => void = () => undefined
  const startedAt = performance.now()
  const turnedAway: string[] = []
  const listeners = headers.map((own): Listener => ({ headers: own, isReady: false, count: 0, sum: 0, last: 0 }))
  let isOver = false
  const everybody = Promise.all(listeners.map((listener) => new Promise<void>((ready) => comeIn(listener, ready))))
  await Promise.race([everybody, late()])

  return {
    size: listeners.length,
    /** From the first connection until the last had all that it waits for. */
    openedMs: performance.now() - startedAt,
    /** How often somebody was turned away on the way in, and came again. */
    turnedAway: turnedAway.length,
    whenHeard(heard: (seq: number, at: number) => void) {
      onHeard = heard
    },
    /** Texts with messages in them, over all listeners. */
    frames: () => frames,
    /** What is wrong, if everybody should have heard these, each once. */
    faults(seqs: { count: number; sum: number }): Faults {
      let [missing, doubled] = [0, 0]
      for (const { count, sum } of listeners) {
        missing += Math.max(0, seqs.count - count)
        doubled += Math.max(0, count - seqs.count)
        if (count === seqs.count && sum !== seqs.sum) doubled++
      }
      return { missing, doubled, ...faults }
    },
    close() {
      isOver = true
      for (const { line } of listeners) line?.close()
    },
  }

  function comeIn(listener: Listener, ready: () => void) {
    if (isOver) return
    const again = (why: string) => {
      turnedAway.push(why)
      listener.line?.close()
      setTimeout(() => comeIn(listener, ready), againMs * (0.5 + Math.random()))
    }
    const look = (text: string) => {
      if (listener.isReady || !dialect.isReady(text, 'listener')) return
      listener.isReady = true
      ready()
    }
    listener.line = openLine({
      port,
      path: dialect.path,
      headers: listener.headers,
      onOpen(line) {
        for (const text of dialect.greeting('listener')) line.say(text)
        look('')
      },
      onText(bytes, line) {
        if (listener.isReady && bytes.length > longestPing) return hear(listener, bytes)
        const text = bytes.toString()
        const reply = dialect.reply(text)
        if (reply !== undefined) line.say(reply)
        if (!listener.isReady && text.includes('"error":')) return again(text)
        look(text)
      },
      onClose(why) {
        if (!listener.isReady) return again(why)
        faults.closed++
      },
    })
  }

  async function late(): Promise<never> {
    await sleep(patienceMs, undefined, { ref: false })
    isOver = true
    const waiting = listeners.filter(({ isReady }) => !isReady).length
    const why = turnedAway.length > 0 ? `, turned away ${turnedAway.length} times, lastly: ${turnedAway.at(-1)}` : ''
    throw new Error(`${waiting} of ${listeners.length} could not come in${why}`)
  }

  function hear(listener: Listener, text: Buffer) {
    const reading = read(text)
    if (reading.wrong > 0) faults.wrong += reading.wrong
    if (reading.heard.length === 0) return
    frames++
    const at = performance.now()
    for (const one of reading.heard) {
      listener.count++
      listener.sum = (listener.sum + one.mark) % Number.MAX_SAFE_INTEGER
      if (one.number <= listener.last) faults.outOfOrder++
      else listener.last = one.number
      onHeard(one.seq, at)
    }
  }

  /** The sum only finds the place: whether it is the same text is then compared letter by letter. */
  function read(text: Buffer): Reading {
    const key = crc32(text)
    const known = readings.get(key)
    if (known?.text.equals(text)) return known
    const messages = dialect.messagesIn(text.toString())
    const heard = messages.flatMap((message) => {
      const seq = seqOf(message.text)
      return seq === undefined ? [] : [{ seq, number: message.number, mark: mark(seq) }]
    })
    const reading = { text: Buffer.from(text), heard, wrong: messages.length - heard.length }
    if (readings.size >= mostRemembered) readings.clear()
    readings.set(key, reading)
    return reading
  }
}
