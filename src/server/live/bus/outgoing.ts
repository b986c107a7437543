import { setTimeout as sleep } from 'node:timers/promises'
import type { Line } from './line.ts'
import { pack } from './packets.ts'

const mostWaiting = 20_000
const farewellMs = 300

/** What waits to be sent: one batch is under way at a time, and what cannot wait is lost. */
export function createOutgoing(line: () => Line | undefined) {
  let waiting = new Map<string, { subject: string; note: () => string }>()
  let unnamed = 0
  let published = 0
  let lost = 0
  let sending: Promise<void> | undefined

  return {
    add(subject: string, note: () => string, key = `${unnamed++}`) {
      const place = `${subject} ${key}`
      if (!line() || (waiting.size >= mostWaiting && !waiting.has(place))) {
        lost++
        return
      }
      waiting.set(place, { subject, note })
      sending ??= sendAll()
    },
    count: () => ({ published, lost }),
    /** What still waits goes out, if it goes at once. */
    async stop() {
      await Promise.race([sending, sleep(farewellMs)])
    },
  }

  async function sendAll() {
    try {
      // What is published in this turn of the event loop goes out together.
      await new Promise((resolve) => setImmediate(resolve))
      while (waiting.size > 0) await sendWaiting()
    } finally {
      sending = undefined
    }
  }

  async function sendWaiting() {
    const current = line()
    const batch = take()
    if (!current) {
      lost += batch.length
      return
    }
    const since = performance.now()
    const packets = [...bySubject(batch)].flatMap(([subject, notes]) =>
      pack(notes, current.mostBytes).map((text) => ({ subject, text })),
    )
    const isSent = await Promise.race([
      current.send(packets).then(
        () => true,
        () => false,
      ),
      current.ended.then(() => false),
    ])
    if (isSent) published += batch.length
    else lost += batch.length
    const restMs = current.gapMs - (performance.now() - since)
    if (restMs > 0) await sleep(restMs)
  }

  function take() {
    const batch = [...waiting.values()]
    waiting = new Map()
    return batch
  }
}

function bySubject(batch: { subject: string; note: () => string }[]): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const { subject, note } of batch) {
    const group = groups.get(subject)
    if (group) group.push(note())
    else groups.set(subject, [note()])
  }
  return groups
}
