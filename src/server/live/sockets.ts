import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { WebSocket } from 'ws'
import type { Database } from '../database/database.ts'
import type { Relay } from './relay.ts'

export type Sockets = ReturnType<typeof createSockets>
type Owner = { sessionId: string; userId: string; address: string; endsAt: Date }

/** The close code that tells a client to sign in again. */
const sessionEnded = 4401
const checkMs = 30_000
const secondMs = 1000
/** No admission takes longer. */
const rememberMs = 30_000
const perUser = 10
const perAddress = 50

/** Which sockets are open, and for which session, so that the end of a session ends them. */
export function createSockets(db: Database, relay: Relay, log: Pick<Logger, 'warn'>, limitFactor: number) {
  const open = new Map<WebSocket, Owner>()
  const users = new Map<string, number>()
  const addresses = new Map<string, number>()
  const endedLately = new Map<string, number>()
  const deadlines = setInterval(closeOverdue, secondMs)
  const checks = setInterval(() => void check(), checkMs)
  deadlines.unref()
  checks.unref()
  relay.when('sessions', ({ sessionIds }) => endHere(sessionIds))
  // Sessions that ended while the bus was away were not heard of.
  relay.whenOpened(() => void check())

  return {
    hasRoom({ userId, address }: Pick<Owner, 'userId' | 'address'>): boolean {
      return (users.get(userId) ?? 0) < perUser && (addresses.get(address) ?? 0) < perAddress * limitFactor
    },

    add(socket: WebSocket, owner: Owner) {
      open.set(socket, owner)
      count(users, owner.userId, 1)
      count(addresses, owner.address, 1)
      socket.on('close', () => {
        if (!open.delete(socket)) return
        count(users, owner.userId, -1)
        count(addresses, owner.address, -1)
      })
      // The session may have ended after it was looked at, and before the socket stood here to be found.
      if (endedLately.has(owner.sessionId)) end(socket)
    },

    /** Closes their sockets, in every process. */
    endSessions(sessionIds: string[]) {
      if (sessionIds.length > 0) relay.tellAll({ type: 'sessions', sessionIds })
      endHere(sessionIds)
    },

    check,
    count: () => open.size,
    all: () => [...open.keys()],
    stop() {
      clearInterval(deadlines)
      clearInterval(checks)
    },
  }

  function endHere(sessionIds: string[]) {
    const ended = new Set(sessionIds)
    for (const sessionId of ended) endedLately.set(sessionId, Date.now() + rememberMs)
    for (const [socket, { sessionId }] of open) if (ended.has(sessionId)) end(socket)
  }

  function closeOverdue() {
    const now = Date.now()
    for (const [socket, { endsAt }] of open) if (endsAt.getTime() <= now) end(socket)
    for (const [sessionId, until] of endedLately) if (until <= now) endedLately.delete(sessionId)
  }

  /** A session that ended elsewhere, unheard here. */
  async function check() {
    const sessionIds = [...new Set([...open.values()].map(({ sessionId }) => sessionId))]
    if (sessionIds.length === 0) return
    try {
      const rows = await db
        .selectFrom('sessions')
        .innerJoin('users', 'users.id', 'sessions.userId')
        .select('sessions.id')
        .where('sessions.id', '=', sql<string>`any(${sessionIds}::uuid[])`)
        .where('sessions.expiresAt', '>', sql<Date>`now()`)
        .where('sessions.endsAt', '>', sql<Date>`now()`)
        .where('users.disabledAt', 'is', null)
        .where('users.deletedAt', 'is', null)
        .execute()
      const alive = new Set(rows.map(({ id }) => id))
      for (const [socket, { sessionId }] of open)
        if (!alive.has(sessionId) && sessionIds.includes(sessionId)) end(socket)
    } catch (error) {
      log.warn({ error: String(error) }, 'Sessions of open sockets could not be checked')
    }
  }
}

function end(socket: WebSocket) {
  socket.close(sessionEnded, 'The session has ended')
}

function count(counts: Map<string, number>, key: string, change: number) {
  const next = (counts.get(key) ?? 0) + change
  if (next > 0) counts.set(key, next)
  else counts.delete(key)
}
