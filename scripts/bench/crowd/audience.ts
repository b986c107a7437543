import { crc32 } from 'node:zlib'
import type { DialectName } from './dialects.ts'
import { dialects } from './dialects.ts'
import { type Line, openLine } from './line.ts'
import { mark, seqOf } from './words.ts'

type Listener = { line: Line; isReady: boolean; count: number; sum: number; last: number }
/** What a text of the server holds. Servers send the same text to many, and it is read once. */
type Reading = { text: Buffer; heard: { seq: number; number: number; mark: number }[]; wrong: number }
export type Audience = Awaited<ReturnType<typeof openAudience>>
export type Faults = { missing: number; doubled: number; wrong: number; outOfOrder: number; closed: number }

const mostRemembered = 4096
const patienceMs = 60_000

/**
 * Clients that listen, every one of which counts each message once, looks at each letter, and at the order of the places
 * that the server gave: a place below the last one is out of order.
 */
export async function openAudience(name: DialectName, port: number, headers: string[][]) {
  const dialect = dialects[name]
  const listeners: Listener[] = []
  const readings = new Map<number, Reading>()
  let frames = 0
  const faults = { wrong: 0, outOfOrder: 0, closed: 0 }
  let onHeard: (seq: number, at: number) => void = () => undefined
  const startedAt = performance.now()
  await new Promise<void>((resolve, reject) => {
    let coming = headers.length
    if (coming === 0) resolve()
    const late = setTimeout(() => reject(new Error(`${coming} of ${headers.length} could not come in`)), patienceMs)
    for (const own of headers) {
      const listener: Listener = { line: undefined!, isReady: false, count: 0, sum: 0, last: 0 }
      const ready = (text: string) => {
        if (listener.isReady || !dialect.isReady(text, 'listener')) return
        listener.isReady = true
        if (--coming > 0) return
        clearTimeout(late)
        resolve()
      }
      listener.line = openLine({
        port,
        path: dialect.path,
        headers: own,
        onOpen(line) {
          for (const text of dialect.greeting('listener')) line.say(text)
          ready('')
        },
        onText(text, line) {
          if (listener.isReady && text.length > 64) return hear(listener, text)
          const said = text.toString()
          const reply = dialect.reply(said)
          if (reply !== undefined) line.say(reply)
          if (said.includes('"error":')) reject(new Error(`A listener was refused: ${said}`))
          ready(said)
        },
        onClose(why) {
          faults.closed++
          reject(new Error(`A listener was turned away: ${why}`))
        },
      })
      listeners.push(listener)
    }
  })

  return {
    size: listeners.length,
    /** From the first connection until the last had all that it waits for. */
    openedMs: performance.now() - startedAt,
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
      for (const { line } of listeners) line.close()
    },
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
