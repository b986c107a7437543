import type { Logger } from 'pino'
import { keepOpen } from './bus/line.ts'
import { openNats } from './bus/nats.ts'
import { createOutgoing } from './bus/outgoing.ts'
import { createUnpacker } from './bus/packets.ts'
import { openPostgres } from './bus/postgres.ts'

/** Carries notes between processes. It may lose, double and reorder them: it buys time, and nothing may rest on it. */
export type Bus = {
  /** There are no other processes. */
  isAlone: boolean
  /** Never waits and never fails. A note (made when it goes out) takes the place of an earlier one with the same key that still waits. */
  publish: (subject: string, note: () => string, key?: string) => void
  listen: (subject: string) => void
  unlisten: (subject: string) => void
  whenHeard: (listener: (subject: string, note: string) => void) => void
  /** Calls back when it serves, and serves again: what was said in between is lost. */
  whenOpened: (listener: () => void) => void
  isReady: () => boolean
  count: () => { published: number; heard: number; lost: number }
  stop: () => Promise<void>
}

/** Without an address: the bus of a process that is alone. `prefix` keeps installations apart that share a broker. */
export function openBus(
  url: string | undefined,
  { databaseUrl, prefix, log }: { databaseUrl: string; prefix: string; log: Pick<Logger, 'warn' | 'info'> },
): Bus {
  if (url === undefined) return nobody
  const open = /^(nats|tls):/.test(url) ? openNats(url) : openPostgres(url === 'postgres:' ? databaseUrl : url)
  const heard: ((subject: string, note: string) => void)[] = []
  const opened: (() => void)[] = []
  const subjects = new Set<string>()
  const unpack = createUnpacker()
  let hears = 0

  const line = keepOpen({
    open: () => open(hear),
    log,
    onOpen: (current) => {
      for (const subject of subjects) current.listen(`${prefix}${subject}`)
      for (const listener of opened) listener()
    },
  })
  const outgoing = createOutgoing(line.current)

  return {
    isAlone: false,
    publish: (subject, note, key) => outgoing.add(`${prefix}${subject}`, note, key),
    listen(subject) {
      if (subjects.has(subject)) return
      subjects.add(subject)
      line.current()?.listen(`${prefix}${subject}`)
    },
    unlisten(subject) {
      if (subjects.delete(subject)) line.current()?.unlisten(`${prefix}${subject}`)
    },
    whenHeard: (listener) => void heard.push(listener),
    whenOpened(listener) {
      opened.push(listener)
      if (line.current()) listener()
    },
    isReady: () => line.current() !== undefined,
    count: () => ({ ...outgoing.count(), heard: hears }),
    async stop() {
      await outgoing.stop()
      await line.stop()
    },
  }

  function hear(subject: string, packet: string) {
    for (const note of unpack(packet)) {
      hears++
      for (const listener of heard) listener(subject.slice(prefix.length), note)
    }
  }
}

const nobody: Bus = {
  isAlone: true,
  publish: () => undefined,
  listen: () => undefined,
  unlisten: () => undefined,
  whenHeard: () => undefined,
  whenOpened: () => undefined,
  isReady: () => true,
  count: () => ({ published: 0, heard: 0, lost: 0 }),
  stop: () => Promise.resolve(),
}
