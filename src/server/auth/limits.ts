import type { Pool } from 'pg'
import { RateLimiterPostgres } from 'rate-limiter-flexible'
import { refusal } from '../errors.ts'

export type Limits = ReturnType<typeof createLimits>

const windowSeconds = 10
const mostRemembered = 100_000
const sayings = new Set(['messages.send', 'messages.edit', 'messages.react', 'whispers.say'])

/** How often anybody may call at all: far more than people do, far less than a loop. LIMIT_FACTOR multiplies all of it. */
export function createLimits(pool: Pool, limitFactor: number) {
  const limit = (keyPrefix: string, most: number) => {
    const points = Math.ceil(most * limitFactor)
    return createLimit(
      new RateLimiterPostgres({
        storeClient: pool,
        tableName: 'limits',
        tableCreated: true,
        clearExpiredByTimeout: false,
        keyPrefix,
        points,
        duration: windowSeconds,
      }),
      points,
    )
  }
  const callsOfAddress = limit('calls-address', 5000)
  const callsOfUser = limit('calls-user', 1000)
  const sayingsOfUser = limit('says-user', 500)

  return {
    /** Before anything is asked of the database. */
    address(address: string, calls: number) {
      refuseOver(callsOfAddress(address, calls))
    },
    /** The same for a socket, which is refused in another way. */
    letsIn: (address: string) => callsOfAddress(address) === 0,
    user(userId: string, procedure: string) {
      refuseOver(callsOfUser(userId))
      if (sayings.has(procedure)) refuseOver(sayingsOfUser(userId))
    },
  }
}

type Window = { taken: number; unshared: number; endsAt: number }

/**
 * Counts here, so that no call waits for PostgreSQL, and shares the count with the other processes at every tenth of the
 * limit: together they let through at most a tenth for each process too much. Without the database each counts alone.
 */
function createLimit(shared: RateLimiterPostgres, most: number) {
  const windows = new Map<string, Window>()
  const step = Math.ceil(most / 10)

  /** Milliseconds to wait; 0 when it may be done now. */
  return function take(key: string, cost = 1): number {
    const now = Date.now()
    const window = windowAt(key, now)
    if (window.taken + cost > most) return window.endsAt - now
    window.taken += cost
    window.unshared += cost
    if (window.unshared >= step) void share(key, window)
    return 0
  }

  function windowAt(key: string, now: number): Window {
    const known = windows.get(key)
    if (known && known.endsAt > now) return known
    if (windows.size >= mostRemembered) forgetEnded(now)
    const window = { taken: 0, unshared: 0, endsAt: now + windowSeconds * 1000 }
    windows.set(key, window)
    return window
  }

  async function share(key: string, window: Window) {
    const taken = window.unshared
    window.unshared = 0
    const counted = await shared.penalty(key, taken).catch(() => undefined)
    if (!counted) return
    window.taken = Math.max(window.taken, counted.consumedPoints + window.unshared)
    window.endsAt = Date.now() + counted.msBeforeNext
  }

  function forgetEnded(now: number) {
    for (const [key, { endsAt }] of windows) if (endsAt <= now) windows.delete(key)
    if (windows.size >= mostRemembered) windows.clear()
  }
}

function refuseOver(ms: number) {
  if (ms === 0) return
  const retryAfter = Math.max(1, Math.ceil(ms / 1000))
  throw refusal('TOO_MANY_REQUESTS', {
    retryAfter,
    message: `That was too often. Try again in ${retryAfter === 1 ? '1 second' : `${retryAfter} seconds`}.`,
  })
}
