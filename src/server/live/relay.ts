import { createHmac, timingSafeEqual } from 'node:crypto'
import superjson from 'superjson'
import { v7 as uuid } from 'uuid'
import type { Bus } from './bus.ts'
import { gone, type Note } from './notes.ts'

export type Relay = ReturnType<typeof createRelay>
type Heard<Type extends Note['type']> = (note: Extract<Note, { type: Type }>) => void
/** `count` numbers what a process sends under a subject, so that a hole in what came is seen. */
type Letter = { from: string; count: number; note: Note }

const shards = 64
const everybody = 'all'
const lingerMs = 30_000
const mostOpeningMs = 10_000
const mostRemembered = 50_000

/**
 * What this process and the others tell one another. Each note is signed with a key that only they have, so that whoever
 * reaches the bus can order nothing and put words into nobody's mouth.
 */
export function createRelay(bus: Bus, key: Buffer) {
  const processId = uuid()
  const listeners = new Map<Note['type'], ((note: Note) => void)[]>()
  const uses = new Map<string, number>()
  let idle = new Set<string>()
  let refused = 0
  const sent = new Map<string, number>()
  const heard = new Map<string, number>()
  const ringing = new Map<string, number>()
  let isDoubtful = false
  bus.listen(everybody)
  bus.whenHeard(hear)
  const startedAt = Date.now()
  let wasOpen = false
  bus.whenOpened(() => {
    isDoubtful = true
    wasOpen = true
  })
  const timer = setInterval(unlistenIdle, lingerMs)
  timer.unref()

  return {
    processId,

    /** A chat has changed: whoever has followers of it looks. Many rings of one chat that wait are one. */
    ring(chatId: string, version: number) {
      if (bus.isAlone) return
      const subject = subjectOf(chatId)
      ringing.set(chatId, Math.max(version, ringing.get(chatId) ?? version))
      if (ringing.size > mostRemembered) ringing.clear()
      const note = () => {
        const newest = ringing.get(chatId) ?? version
        ringing.delete(chatId)
        return sealed(subject, { type: 'changed', chatId, version: version === gone ? gone : newest })
      }
      bus.publish(subject, note, chatId)
    },

    /** For those that listen for one of these users or chats, who are named again in each note. */
    tell(ids: readonly string[], noteFor: (ids: string[]) => Note) {
      if (bus.isAlone) return
      for (const [subject, some] of bySubject(ids)) {
        const note = noteFor(some)
        bus.publish(subject, () => sealed(subject, note))
      }
    },

    /** For every process. Under a key, a later note takes the place of one that waits. */
    tellAll(note: Note, key?: string) {
      bus.publish(everybody, () => sealed(everybody, note), key)
    },

    when<Type extends Note['type']>(type: Type, listener: Heard<Type>) {
      listeners.set(type, [...(listeners.get(type) ?? []), listener as (note: Note) => void])
    },

    /** This user or chat has followers here. */
    listenFor(id: string) {
      const subject = subjectOf(id)
      const before = uses.get(subject) ?? 0
      uses.set(subject, before + 1)
      if (before === 0) bus.listen(subject)
      idle.delete(subject)
    },

    letGo(id: string) {
      const subject = subjectOf(id)
      const left = (uses.get(subject) ?? 1) - 1
      uses.set(subject, left)
      if (left === 0) idle.add(subject)
    },

    /** The same id in every process for the same words, which nobody else can guess. */
    idOf(words: string): string {
      const hash = createHmac('sha256', key).update('id\n').update(words).digest()
      hash[6] = (hash[6]! & 0x0f) | 0x80
      hash[8] = (hash[8]! & 0x3f) | 0x80
      return hash.toString('hex', 0, 16).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5')
    },

    /** Whether notes may have been missed. */
    isInDoubt,
    /** The same, since this was asked last. */
    takeDoubt(): boolean {
      const hadDoubt = isInDoubt()
      isDoubtful = false
      return hadDoubt
    },
    doubt() {
      isDoubtful = true
    },

    isAlone: bus.isAlone,
    whenOpened: bus.whenOpened,
    isReady: bus.isReady,
    /** It may still be opened for the first time: what comes now would be heard late. */
    isOpening: () => !bus.isReady() && !wasOpen && Date.now() - startedAt < mostOpeningMs,
    count: () => ({ ...bus.count(), refused }),
    async stop() {
      clearInterval(timer)
      await bus.stop()
    },
  }

  function isInDoubt(): boolean {
    return isDoubtful || !bus.isReady()
  }

  function hear(subject: string, text: string) {
    const note = unsealed(subject, text)
    if (!note) return
    for (const listener of listeners.get(note.type) ?? []) listener(note)
  }

  function sealed(subject: string, note: Note): string {
    const text = superjson.stringify({ from: processId, count: countOf(subject), note } satisfies Letter)
    return sealOf(subject, text).toString('base64url') + text
  }

  /** Undefined for what is not of one of us, or is our own. */
  function unsealed(subject: string, text: string): Note | undefined {
    const seal = Buffer.from(text.slice(0, sealLength), 'base64url')
    const body = text.slice(sealLength)
    const expected = sealOf(subject, body)
    if (seal.length !== expected.length || !timingSafeEqual(seal, expected)) {
      refused++
      return undefined
    }
    const { from, count, note } = superjson.parse<Letter>(body)
    if (from === processId) return undefined
    noteHole(`${subject} ${from}`, count)
    return note
  }

  function countOf(subject: string): number {
    const count = (sent.get(subject) ?? 0) + 1
    sent.set(subject, count)
    return count
  }

  function noteHole(source: string, count: number) {
    const before = heard.get(source)
    if (before !== undefined && count > before + 1) isDoubtful = true
    if (heard.size > mostRemembered) heard.clear()
    if (before === undefined || count > before) heard.set(source, count)
  }

  function sealOf(subject: string, text: string): Buffer {
    return createHmac('sha256', key).update(subject).update('\n').update(text).digest()
  }

  /** Only what nobody has needed for a while: people who reload come back. */
  function unlistenIdle() {
    for (const subject of idle) bus.unlisten(subject)
    for (const subject of idle) uses.delete(subject)
    for (const source of heard.keys()) if (idle.has(source.split(' ', 1)[0]!)) heard.delete(source)
    idle = new Set()
  }
}

/** A SHA-256 in base64url. */
const sealLength = 43

/** Users and chats share the subjects, by the end of their ids, which is random. */
function subjectOf(id: string): string {
  return String(Number.parseInt(id.slice(-2), 16) % shards)
}

function bySubject(ids: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const id of ids) {
    const subject = subjectOf(id)
    const group = groups.get(subject)
    if (group) group.push(id)
    else groups.set(subject, [id])
  }
  return groups
}
