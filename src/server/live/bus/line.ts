import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'

/** One connection to whatever carries the notes. It ends itself when nothing comes through any more. */
export type Line = {
  /** Resolves when the other end has taken it all, and may never. */
  send: (packets: Packet[]) => Promise<unknown>
  listen: (subject: string) => void
  unlisten: (subject: string) => void
  ended: Promise<unknown>
  end: () => void
  mostBytes: number
  /** The time that passes between two sends, in which notes come together. */
  gapMs: number
}
export type Packet = { subject: string; text: string }
export type Hear = (subject: string, text: string) => void

const shortestMs = 100
const longestMs = 2000

/** Opens the line, and opens it again whenever it ends, until it is stopped. */
export function keepOpen({
  open,
  onOpen,
  log,
}: {
  open: () => Promise<Line>
  onOpen: (line: Line) => void
  log: Pick<Logger, 'warn' | 'info'>
}) {
  const stopping = new AbortController()
  let current: Line | undefined
  const staying = stay()

  return {
    current: () => current,
    async stop() {
      stopping.abort()
      current?.end()
      await staying
    },
  }

  async function stay() {
    let waitMs = shortestMs
    while (!stopping.signal.aborted) {
      try {
        const line = await open()
        if (stopping.signal.aborted) return line.end()
        current = line
        waitMs = shortestMs
        log.info('The bus is open')
        onOpen(line)
        const why = await line.ended
        if (!stopping.signal.aborted) log.warn({ error: String(why) }, 'The bus broke; it is opened again')
      } catch (error) {
        log.warn({ error: String(error) }, 'The bus could not be opened; news wait for comparisons meanwhile')
      }
      current = undefined
      // Not all processes at once.
      await sleep(waitMs * (0.5 + Math.random()), undefined, { signal: stopping.signal }).catch(() => undefined)
      waitMs = Math.min(waitMs * 2, longestMs)
    }
  }
}
