import { jittered } from '../trpc.ts'
import { isRefused, retryAfterMs } from './faults.ts'

export type Patience = ReturnType<typeof createPatience>

/** Waiting that can be cut short: when the line is back, there is nothing to wait for. */
export function createPatience(delayMs: (attempt: number) => number = jittered) {
  const waiting = new Set<() => void>()
  let isStopped = false

  return {
    delayMs,
    isStopped: () => isStopped,
    start: () => void (isStopped = false),
    stop() {
      isStopped = true
      wake()
    },
    wake,
    pause,
    coalesce,
  }

  function wake() {
    for (const end of waiting) end()
  }

  function pause(attempt: number, leastMs = 0): Promise<void> {
    if (isStopped) return Promise.resolve()
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer)
        waiting.delete(end)
        resolve()
      }
      const timer = setTimeout(end, Math.max(leastMs, delayMs(attempt)))
      waiting.add(end)
    })
  }

  /** Runs once at a time for a key, and once more if it was asked for meanwhile. What fails is tried again, unless it is refused. */
  function coalesce(run: (key: string) => Promise<void>) {
    const running = new Map<string, { isAskedAgain: boolean }>()
    return (key = '') => {
      const already = running.get(key)
      if (already) already.isAskedAgain = true
      else void repeat(key)
    }

    async function repeat(key: string) {
      const turn = { isAskedAgain: true }
      running.set(key, turn)
      let attempt = 0
      while (turn.isAskedAgain) {
        turn.isAskedAgain = false
        try {
          await run(key)
          attempt = 0
        } catch (error) {
          if (isRefused(error)) continue
          await pause(attempt++, retryAfterMs(error))
          turn.isAskedAgain = !isStopped
        }
      }
      running.delete(key)
    }
  }
}
