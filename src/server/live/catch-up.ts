import type { Logger } from 'pino'
import type { Changes } from '../database/missed.ts'

/**
 * Reads what chats have missed: all that are behind in one call, and one call at a time, so that a burst of doorbells costs
 * as much as one.
 */
export function createCatchUp({
  read,
  versionOf,
  take,
  settled,
  log,
}: {
  read: (known: Map<string, number>) => Promise<Map<string, Changes>>
  /** Undefined for a chat that nobody follows here. */
  versionOf: (chatId: string) => number | undefined
  /** Undefined for a chat that is gone. */
  take: (chatId: string, changes: Changes | undefined) => void
  /** Nothing more is wanted of these for now. */
  settled: (chatIds: string[]) => void
  log: Pick<Logger, 'warn'>
}) {
  let wanted = new Map<string, number>()
  let reading = new Set<string>()
  let running: Promise<void> | undefined

  return {
    /** The chat has this version or a later one. */
    want(chatId: string, version = Infinity): Promise<void> {
      wanted.set(chatId, Math.max(version, wanted.get(chatId) ?? 0))
      running ??= run()
      return running
    },
    isWanted: (chatId: string) => wanted.has(chatId) || reading.has(chatId),
    running: () => running,
  }

  async function run() {
    try {
      // What is wanted in this turn of the event loop is read together.
      await new Promise((resolve) => setImmediate(resolve))
      while (wanted.size > 0) await readWanted()
    } catch (error) {
      log.warn({ error: String(error) }, 'Changes could not be read; the next comparison tries again')
      const given = [...wanted.keys()]
      wanted = new Map()
      settled(given)
    } finally {
      running = undefined
    }
  }

  async function readWanted() {
    const known = new Map<string, number>()
    for (const [chatId, version] of wanted) {
      const has = versionOf(chatId)
      if (has !== undefined && has < version) known.set(chatId, has)
    }
    reading = new Set(known.keys())
    wanted = new Map()
    try {
      if (known.size === 0) return
      const found = await read(known)
      for (const chatId of known.keys()) {
        const changes = found.get(chatId)
        take(chatId, changes)
        if (changes && !changes.isWhole) wanted.set(chatId, Infinity)
      }
    } finally {
      const done = [...reading]
      reading = new Set()
      settled(done)
    }
  }
}
