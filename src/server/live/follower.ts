import type { News } from './news.ts'

/** One client that follows: what waits for it, at most 512 pieces. */
export type Follower = {
  userId: string
  chatIds: Set<string>
  /** At which version it was put out of a chat: what was read before that must not bring it back. */
  goneAt: Map<string, number>
  push: (news: News) => void
  /** All that waits, in order, in one array; `lagged` when the queue was dropped and only fresh heads can help. Undefined at the end. */
  next: () => Promise<{ news: News[]; lagged: boolean } | undefined>
}

const mostWaiting = 512

export function createFollower(userId: string, signal: AbortSignal): Follower {
  let waiting: News[] = []
  let lagged = false
  let wake: (() => void) | undefined
  signal.addEventListener('abort', () => wake?.(), { once: true })

  return {
    userId,
    chatIds: new Set(),
    goneAt: new Map(),
    push(news) {
      if (lagged || signal.aborted) return
      waiting.push(news)
      if (waiting.length > mostWaiting) {
        waiting = []
        lagged = true
      }
      wake?.()
    },
    async next() {
      if (waiting.length === 0 && !lagged && !signal.aborted) {
        await new Promise<void>((resolve) => (wake = resolve))
        wake = undefined
        // Everything that comes in this turn of the event loop goes out together.
        await new Promise((resolve) => setImmediate(resolve))
      }
      if (signal.aborted) return undefined
      const taken = { news: waiting, lagged }
      waiting = []
      lagged = false
      return taken
    },
  }
}
