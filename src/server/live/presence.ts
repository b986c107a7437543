import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Logger } from 'pino'
import { inBatches } from '../database/batches.ts'
import type { Database } from '../database/database.ts'
import type { Hub } from './hub.ts'
import type { Seen } from './news.ts'
import type { Relay } from './relay.ts'
import { addTo } from './sets.ts'

export type Presence = ReturnType<typeof createPresence>
type Arrival = { connectionId: string; userId: string; sessionId: string }
type Departure = Pick<Arrival, 'connectionId' | 'userId'>

const lifetime = sql`interval '45 seconds'`
/** A reload comes back within this; nobody should see it flicker. */
const grace = sql`interval '5 seconds'`
const renewMs = 15_000
const lookMs = 2000
const joinedMs = 100
const mostAtOnce = 50
const mostTries = 8
const rowMs = 250
/** How much longer the rest after a look is than the look. */
const restFactor = 4
/** In larger chats people see who is here when they look, and are not told of every coming and going. */
const mostTold = 200

/** Who is online and who looks at which chat, on all devices and processes: rows in PostgreSQL that expire by its clock. */
export function createPresence(db: Database, hub: Hub, relay: Relay, log: Pick<Logger, 'warn'>, everyMs = lookMs) {
  const { processId } = relay
  const own = new Set<string>()
  const joined = new Set<string>()
  const latestLooks = new Map<string, symbol>()
  let isStopped = false
  let restUntil = 0
  let online = new Map<string, Set<string>>()
  let looking: Promise<void> | undefined
  let queued: Promise<void> | undefined
  const timers = [setInterval(() => void quietly(renew()), renewMs), setInterval(() => void look(), everyMs)]
  for (const timer of timers) timer.unref()
  const store = inBatches<Arrival, void>({ most: mostAtOnce, run: storeAll })
  const leave = inBatches<Departure, void>({ most: mostAtOnce, run: storeDepartures })
  const around = inBatches<string, Seen[]>({ most: mostAtOnce, run: readAround })
  hub.whenJoined(tellAroundSoon)
  relay.when('presence', () => void look())

  return {
    async connected(connectionId: string, userId: string, sessionId: string) {
      own.add(connectionId)
      await store({ connectionId, userId, sessionId })
      void lookEverywhere()
    },

    async disconnected(connectionId: string, userId: string) {
      own.delete(connectionId)
      if (isStopped) return
      await quietly(leave({ connectionId, userId }))
    },

    /** The user looks at this chat now, or (null) at none. */
    async lookAt(connectionId: string, userId: string, chatId: string | null) {
      const mine = Symbol()
      latestLooks.set(connectionId, mine)
      const isLatest = () => latestLooks.get(connectionId) === mine
      // A client hears of its connection before the row of it is written.
      for (let tries = 0; tries < mostTries && isLatest(); tries++) {
        if (tries > 0) await sleep(rowMs)
        if (isLatest() && (await storeLook(connectionId, userId, chatId))) break
      }
      if (isLatest()) latestLooks.delete(connectionId)
      await lookEverywhere()
    },

    /** Everybody with whom the user shares a chat: who is online, who was last seen when. */
    around,

    /** Compares with what was told, and tells the difference. */
    look,
    lookEverywhere,
    async stop() {
      isStopped = true
      for (const timer of timers) clearInterval(timer)
      await (queued ?? looking)
      await quietly(
        db
          .updateTable('presences')
          .set({ expiresAt: sql<Date>`now() + ${grace}` })
          .where('processId', '=', processId)
          .execute(),
      )
    },
  }

  /** Whose session ended in the same moment is left out. */
  /** False when there is no such connection of this user, or not yet. */
  async function storeLook(connectionId: string, userId: string, chatId: string | null): Promise<boolean> {
    const { numUpdatedRows } = await db
      .updateTable('presences')
      .set({ lookingAt: chatId })
      .where('connectionId', '=', connectionId)
      .where('userId', '=', userId)
      .executeTakeFirst()
    return numUpdatedRows > 0n
  }

  async function storeAll(arrivals: Arrival[]) {
    await sql`
      insert into presences (connection_id, user_id, session_id, process_id, expires_at)
      select one.connection_id, one.user_id, one.session_id, ${processId}, now() + ${lifetime}
      from unnest(
        ${arrivals.map(({ connectionId }) => connectionId)}::uuid[], ${arrivals.map(({ userId }) => userId)}::uuid[],
        ${arrivals.map(({ sessionId }) => sessionId)}::uuid[]
      ) as one (connection_id, user_id, session_id)
      where exists (select from sessions where sessions.id = one.session_id for key share)
    `.execute(db)
    return arrivals.map(() => ({ result: undefined }))
  }

  /** In the same order everywhere, so that two processes never wait for one another. */
  async function storeDepartures(departures: Departure[]) {
    const connectionIds = departures.map(({ connectionId }) => connectionId)
    const userIds = departures.map(({ userId }) => userId)
    await db
      .updateTable('presences')
      .set({ expiresAt: sql<Date>`now() + ${grace}`, lookingAt: null })
      .where('connectionId', '=', sql<string>`any(${connectionIds}::uuid[])`)
      .execute()
    await sql`
      update users set last_seen_at = now() from (
        select id from users where id = any(${userIds}::uuid[]) order by id for no key update
      ) as gone where users.id = gone.id
    `.execute(db)
    return departures.map(() => ({ result: undefined }))
  }

  async function readAround(userIds: string[]) {
    const pairs = await db
      .selectFrom('members as mine')
      .innerJoin('chats', 'chats.id', 'mine.chatId')
      .innerJoin('members as theirs', 'theirs.chatId', 'mine.chatId')
      .where('mine.userId', '=', sql<string>`any(${userIds}::uuid[])`)
      .where('chats.memberCount', '<=', mostTold)
      .whereRef('theirs.userId', '<>', 'mine.userId')
      .select(['mine.userId as viewerId', 'theirs.userId'])
      .distinct()
      .execute()
    const seenIds = [...new Set(pairs.map(({ userId }) => userId))]
    const people =
      seenIds.length > 0
        ? await selectSeen(db)
            .where('users.id', '=', sql<string>`any(${seenIds}::uuid[])`)
            .execute()
        : []
    const seen = new Map(people.map((row) => [row.id, seenOf(row)]))
    const byViewer = new Map<string, Seen[]>(userIds.map((userId) => [userId, []]))
    for (const { viewerId, userId } of pairs)
      byViewer.get(viewerId)?.push(...(seen.has(userId) ? [seen.get(userId)!] : []))
    return userIds.map((userId) => ({ result: byViewer.get(userId) ?? [] }))
  }

  /** Who has come into a chat sees at once who of it is online. */
  function tellAroundSoon(userId: string) {
    if (joined.has(userId) || isStopped) return
    joined.add(userId)
    setTimeout(() => {
      joined.delete(userId)
      const tell = async () =>
        hub.tellUsersHere([userId], { type: 'presence', isWhole: true, users: await around(userId) })
      if (!isStopped) void quietly(tell())
    }, joinedMs).unref()
  }

  async function renew() {
    await db
      .updateTable('presences')
      .set({ expiresAt: sql<Date>`now() + ${lifetime}` })
      .where('connectionId', '=', sql<string>`any(${[...own]}::uuid[])`)
      .execute()
    await db
      .deleteFrom('presences')
      .where('expiresAt', '<', sql<Date>`now()`)
      .execute()
  }

  function lookEverywhere(): Promise<void> {
    relay.tellAll({ type: 'presence' }, 'presence')
    return look()
  }

  /** Whoever asks while one look is under way is served by the next, together with all others who ask. When many come, looks are few. */
  function look(): Promise<void> {
    queued ??= lookNext()
    return queued
  }

  async function lookNext() {
    await looking
    const restMs = restUntil - Date.now()
    if (restMs > 0 && !isStopped) await sleep(restMs)
    queued = undefined
    const startedAt = Date.now()
    looking = quietly(tellDifference())
    await looking
    const now = Date.now()
    restUntil = now + Math.min(lookMs, (now - startedAt) * restFactor)
  }

  async function tellDifference() {
    const rows = await selectPresent(db).execute()
    const now = new Map<string, Set<string>>()
    for (const { userId, lookingAt } of rows) addTo(now, userId, ...(lookingAt ? [lookingAt] : []))
    const before = online
    online = now
    const changed = [...new Set([...before.keys(), ...now.keys()])].filter(
      (userId) => before.has(userId) !== now.has(userId),
    )
    if (changed.length > 0) await tellSeen(changed)
    for (const chatId of chatsThatDiffer(before, now))
      hub.tellChatsHere([chatId], { type: 'here', chatId, userIds: usersAt(now, chatId) })
  }

  async function tellSeen(userIds: string[]) {
    const people = await selectSeen(db)
      .where('users.id', '=', sql<string>`any(${userIds}::uuid[])`)
      .execute()
    const places = await db
      .selectFrom('members')
      .innerJoin('chats', 'chats.id', 'members.chatId')
      .where('members.userId', '=', sql<string>`any(${userIds}::uuid[])`)
      .where('chats.memberCount', '<=', mostTold)
      .select(['members.userId', 'members.chatId'])
      .execute()
    const chatsOf = new Map<string, Set<string>>()
    for (const { userId, chatId } of places) addTo(chatsOf, userId, chatId)
    for (const row of people) {
      hub.tellChatsHere([...(chatsOf.get(row.id) ?? [])], { type: 'presence', isWhole: false, users: [seenOf(row)] })
    }
  }

  async function quietly(work: Promise<unknown>) {
    await work.catch((error: unknown) => log.warn({ error: String(error) }, 'Presence could not be kept up'))
  }
}

const isPresent = sql<boolean>`presences.expires_at > now() and not users.hides_presence`

function selectPresent(db: Database) {
  return db
    .selectFrom('presences')
    .innerJoin('users', 'users.id', 'presences.userId')
    .where(isPresent)
    .select(['presences.userId', 'presences.lookingAt'])
}

function selectSeen(db: Database) {
  return db
    .selectFrom('users')
    .where('users.deletedAt', 'is', null)
    .select([
      'users.id',
      'users.lastSeenAt',
      'users.hidesPresence',
      sql<boolean>`exists (select from presences where presences.user_id = users.id and ${isPresent})`.as('isOnline'),
    ])
}

/** Who appears offline shows no last sight either. */
function seenOf({
  id,
  isOnline,
  lastSeenAt,
  hidesPresence,
}: {
  id: string
  isOnline: boolean
  lastSeenAt: Date | null
  hidesPresence: boolean
}): Seen {
  return { id, isOnline, lastSeenAt: hidesPresence ? null : lastSeenAt }
}

function chatsThatDiffer(before: Map<string, Set<string>>, now: Map<string, Set<string>>): Set<string> {
  const pairs = (present: Map<string, Set<string>>) =>
    new Set([...present].flatMap(([userId, chatIds]) => [...chatIds].map((chatId) => `${chatId} ${userId}`)))
  const [old, fresh] = [pairs(before), pairs(now)]
  const differing = [...[...old].filter((pair) => !fresh.has(pair)), ...[...fresh].filter((pair) => !old.has(pair))]
  return new Set(differing.map((pair) => pair.split(' ', 1)[0]!))
}

function usersAt(present: Map<string, Set<string>>, chatId: string): string[] {
  return [...present].flatMap(([userId, chatIds]) => (chatIds.has(chatId) ? [userId] : [])).toSorted()
}
