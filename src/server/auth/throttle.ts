import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { refusal } from '../errors.ts'

export type Throttle = ReturnType<typeof createThrottle>

const quarterHour = 15 * 60

/** Counters in PostgreSQL, so that all processes share them. Limits by address grow with LIMIT_FACTOR. */
export function createThrottle(pool: Pool, limitFactor: number) {
  const limiter = (keyPrefix: string, points: number, duration: number) =>
    new RateLimiterPostgres({
      storeClient: pool,
      tableName: 'limits',
      tableCreated: true,
      keyPrefix,
      points: Math.ceil(points),
      duration,
    })
  const failuresOfPair = limiter('login-pair', 5, quarterHour)
  const failuresOfAccount = limiter('login-account', 50, quarterHour)
  const failuresOfAddress = limiter('login-address', 20 * limitFactor, quarterHour)
  const newcomers = limiter('newcomer', 100 * limitFactor, 60 * 60)

  const lettersTo = limiter('letter-to', 3, 60 * 60)
  const lettersFrom = limiter('letter-from', 20 * limitFactor, 60 * 60)

  return {
    /** One person from one address may fail 5 times, one address 20 times; many addresses together slow an account only for unknown ones. */
    async login(
      account: string,
      address: string,
      isKnownAddress: () => Promise<boolean>,
      attempt: () => Promise<boolean>,
    ) {
      const pair = short(`${account} ${address}`)
      const counters = [
        { limiter: failuresOfPair, key: pair },
        { limiter: failuresOfAddress, key: address },
      ]
      const isBusy = ((await failuresOfAccount.get(short(account)))?.remainingPoints ?? 1) <= 0
      if (isBusy && !(await isKnownAddress())) counters.push({ limiter: failuresOfAccount, key: short(account) })
      // Counted before the attempt: many at once would otherwise all be let through. One after the other: whoever is
      // refused for one user takes nothing from the others at his address.
      for (const { limiter, key } of counters) await limiter.consume(key).catch(refuseOver)
      const isRight = await attempt().catch(async (error: unknown) => {
        await Promise.allSettled(counters.map(({ limiter, key }) => limiter.reward(key)))
        throw error
      })
      if (isRight) {
        await failuresOfPair.delete(pair)
        await failuresOfAddress.reward(address)
      } else {
        await failuresOfAccount.consume(short(account)).catch(() => undefined)
      }
      return isRight
    },

    /** Letters to one mail address: 3 an hour; asked for from one address: 20. */
    async mail(address: string, to: string) {
      await lettersTo.consume(short(to)).catch(refuseOver)
      await lettersFrom.consume(address).catch(refuseOver)
    },

    /** New accounts and guests from one address: 100 an hour. */
    async newcomer(address: string) {
      await newcomers.consume(address).catch(refuseOver)
    },
  }
}

/** A key has room for 255 characters, and a name that nobody has may be longer. */
function short(key: string): string {
  return createHash('sha256').update(key).digest('base64url')
}

function refuseOver(fault: unknown): never {
  if (!(fault instanceof RateLimiterRes)) throw fault
  const retryAfter = Math.max(1, Math.ceil(fault.msBeforeNext / 1000))
  throw refusal('TOO_MANY_REQUESTS', {
    retryAfter,
    message: `That was too often. Try again in ${inWords(retryAfter)}.`,
  })
}

function inWords(seconds: number): string {
  if (seconds < 90) return seconds === 1 ? '1 second' : `${seconds} seconds`
  return `${Math.ceil(seconds / 60)} minutes`
}
