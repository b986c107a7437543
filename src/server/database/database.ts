import { CamelCasePlugin, Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely'
import pg from 'pg'
import type { Logger } from 'pino'
import type { Tables } from './tables.ts'

export type Database = Kysely<Tables>

/** Frozen servers and forgotten locks end as errors, in milliseconds, never as callers that hang. */
const patience = {
  connectionTimeoutMillis: 2000,
  query_timeout: 5000,
  statement_timeout: 4000,
  lock_timeout: 2000,
  idle_in_transaction_session_timeout: 5000,
}

const slowMs = 1000

/** Opens some connections ahead of those who will need them. */
export async function warmUp(pool: pg.Pool, count = 4) {
  const clients = await Promise.all(Array.from({ length: Math.min(count, pool.options.max) }, () => pool.connect()))
  for (const client of clients) client.release()
}

/** `isUnhurried` is for migrations: theirs may take their time, and wait for those of another process. */
export function connect(url: string, log: Pick<Logger, 'warn'>, { size = 20, isUnhurried = false } = {}) {
  const pool = new pg.Pool({
    application_name: 'parley',
    ...connectionOf(url),
    ...(isUnhurried ? { connectionTimeoutMillis: patience.connectionTimeoutMillis } : patience),
    max: size,
    // To open one takes longest when many come at once, which is when it is needed.
    idleTimeoutMillis: 5 * 60_000,
    keepAlive: true,
  })
  pool.on('error', (error) => log.warn({ error: error.message }, 'An idle database connection broke'))
  // A backend that dies inside a transaction tells the client that is checked out, not the pool; unheard it ends Node.
  pool.on('connect', (client) =>
    client.on('error', (error) => log.warn({ error: error.message }, 'A database connection broke')),
  )
  const db: Database = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: withoutLeftovers(pool) }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
    log({ query, queryDurationMillis }) {
      if (isUnhurried || queryDurationMillis < slowMs) return
      // Without its values: they may be what people said.
      log.warn({ ms: Math.round(queryDurationMillis), query: query.sql.slice(0, 300) }, 'A slow query')
    },
  })
  return { db, pool }
}

/**
 * A statement that was given up may still run, and its transaction is still open: nobody else gets that connection, nor one
 * that broke. What only reads is asked once more on another connection when its own broke. Where one is found to be silent,
 * those that have not answered since are not trusted either: the network may have forgotten them all.
 */
function withoutLeftovers(pool: pg.Pool): PostgresPool {
  const answeredAt = new WeakMap<pg.PoolClient, number>()
  let silentSince = 0
  const take = async () => {
    for (;;) {
      const client = await pool.connect()
      const isTrusted = (answeredAt.get(client) ?? Infinity) > silentSince
      if (isTrusted) return client
      client.release(true)
    }
  }
  return {
    async connect() {
      let client = await take()
      let isHeld = true
      let lost: Error | undefined
      const ask = async (text: string, parameters: unknown[]) => {
        const askedAt = performance.now()
        try {
          const answer = await client.query(text, parameters)
          answeredAt.set(client, performance.now())
          return answer
        } catch (error) {
          const isSilent = error instanceof Error && error.message === 'Query read timeout'
          if (isSilent) silentSince = Math.max(silentSince, askedAt)
          if (isSilent || isBroken(error)) lost = error as Error
          throw error
        }
      }
      const query = async (text: string, parameters: unknown[]) => {
        if (lost) throw lost
        const mayRepeat = onlyReads.test(text) && client.getTransactionStatus() === 'I'
        return ask(text, parameters).catch(async (error: Error) => {
          if (!mayRepeat || !isBroken(error)) throw error
          client.release(error)
          isHeld = false
          client = await take()
          isHeld = true
          lost = undefined
          return ask(text, parameters)
        })
      }
      const release = () => {
        if (isHeld) client.release(lost ?? client.getTransactionStatus() !== 'I')
      }
      // Cursors, the other way to call `query`, are used nowhere.
      return { query, release } as unknown as PostgresPoolClient
    },
    end: () => pool.end(),
  }
}

/** As Kysely writes it; the functions that change something are called with `select * from`. */
const onlyReads = /^select (distinct )?"/

/** `sslmode=require` means to libpq: encrypt, and trust any certificate. pg reads it as verify-full. */
export function connectionOf(address: string): pg.PoolConfig {
  const url = new URL(address)
  const mode = url.searchParams.get('sslmode')
  url.searchParams.delete('sslmode')
  const connectionString = url.href
  if (mode === 'require' || mode === 'prefer') return { connectionString, ssl: { rejectUnauthorized: false } }
  if (mode === 'verify-ca' || mode === 'verify-full') return { connectionString, ssl: true }
  return { connectionString }
}

const awayCodes = /^(08|28|53|57|58)|^(25006|25P03|3D000|40001|40P01|55P03)$/
const awayFaults = /^E(AI_AGAIN|CONN|HOST|NET|NOTFOUND|PIPE|TIMEDOUT)/
const awayWords = /^Connection terminated|timeout|not queryable|after calling end|driver has already been destroyed/

/** The database is away or too busy: the same call may succeed in a moment. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  const isOfPostgres = 'severity' in error
  return isOfPostgres ? awayCodes.test(code) : awayFaults.test(code) || awayWords.test(error.message)
}

/** The connection broke under the call: whether the call was done nobody knows. */
function isBroken(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return (
    /^(08...|57P0[12]|ECONNRESET|EPIPE)$/.test(code) ||
    /^Connection terminated( unexpectedly)?$|not queryable/.test(error.message)
  )
}

/** Another try may succeed at once, if doing it twice is as good as once: the connection broke, or others were in the way. */
export function mayRepeat(error: unknown): boolean {
  return isBroken(error) || (error instanceof Error && 'code' in error && /^40(001|P01)$/.test(String(error.code)))
}

/** No answer came in time: whoever asked next would wait as long, and for nothing. */
export function isSilence(error: unknown): boolean {
  return error instanceof Error && !('severity' in error) && /timeout/.test(error.message)
}

/** Says in one sentence why the database does not serve. */
export function explain(error: unknown, address: string): string {
  const { host, pathname } = new URL(address)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const message = error instanceof Error ? error.message || code : String(error)
  switch (code) {
    case 'ECONNREFUSED':
      return `No database answers at ${host}. Start it, or correct DATABASE_URL.`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The database host of DATABASE_URL (${host}) is not known. Correct it.`
    case '28P01':
    case '28000':
      return `The database at ${host} refuses this user or password. Correct DATABASE_URL.`
    case '3D000':
      return `The database ${pathname.slice(1)} does not exist at ${host}. Create it, or correct DATABASE_URL.`
    default:
      if (/SSL/.test(message))
        return `The database at ${host} and DATABASE_URL differ about TLS (${message}). Add or remove ?sslmode=require.`
      if (/timeout/i.test(message))
        return `The database at ${host} did not answer in time. Check DATABASE_URL and the network.`
      return `The database at ${host} does not serve: ${message}`
  }
}
