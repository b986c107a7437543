import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import type { Hub } from './hub.ts'
import type { Seen } from './news.ts'
import type { Relay } from './relay.ts'
import { addTo } from './sets.ts'

export type Presence = ReturnType<typeof createPresence>

const lifetime = sql`interval '45 seconds'`
/** A reload comes back within this; nobody should see it flicker. */
const grace = sql`interval '5 seconds'`
const renewMs = 15_000
const lookMs = 2000
const joinedMs = 100
/** In larger chats people see who is here when they look, and are not told of every coming and going. */
const mostTold = 200

/** Who is online and who looks at which chat, on all devices and processes: rows in PostgreSQL that expire by its clock. */
export function createPresence(db: Database, hub: Hub, relay: Relay, log: Pick<Logger, 'warn'>) {
  const { processId } = relay
  const own = new Set<string>()
  const joined = new Set<string>()
  let isStopped = false
  let online = new Map<string, Set<string>>()
  let looking: Promise<void> | undefined
  let queued: Promise<void> | undefined
  const timers = [setInterval(() => void quietly(renew()), renewMs), setInterval(() => void look(), lookMs)]
  for (const timer of timers) timer.unref()
  hub.whenJoined(tellAroundSoon)
  relay.when('presence', () => void look())

  return {
    async connected(connectionId: string, userId: string, sessionId: string) {
      own.add(connectionId)
      await db
        .insertInto('presences')
        .values({ connectionId, userId, sessionId, processId, expiresAt: sql<Date>`now() + ${lifetime}` })
        .execute()
      await lookEverywhere()
    },

    async disconnected(connectionId: string, userId: string) {
      own.delete(connectionId)
      if (isStopped) return
      await Promise.all([
        quietly(
          db
            .updateTable('presences')
            .set({ expiresAt: sql<Date>`now() + ${grace}`, lookingAt: null })
            .where('connectionId', '=', connectionId)
            .execute(),
        ),
        quietly(
          db
            .updateTable('users')
            .set({ lastSeenAt: sql<Date>`now()` })
            .where('id', '=', userId)
            .execute(),
        ),
      ])
    },

    /** The user looks at this chat now, or (null) at none. */
    async lookAt(connectionId: string, userId: string, chatId: string | null) {
      await db
        .updateTable('presences')
        .set({ lookingAt: chatId })
        .where('connectionId', '=', connectionId)
        .where('userId', '=', userId)
        .execute()
      await lookEverywhere()
    },

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

  /** Everybody with whom the user shares a chat: who is online, who was last seen when. */
  async function around(userId: string): Promise<Seen[]> {
    const rows = await selectSeen(db)
      .where('users.id', '<>', userId)
      .where('users.id', 'in', (query) =>
        query
          .selectFrom('members as mine')
          .innerJoin('chats', 'chats.id', 'mine.chatId')
          .innerJoin('members as theirs', 'theirs.chatId', 'mine.chatId')
          .where('mine.userId', '=', userId)
          .where('chats.memberCount', '<=', mostTold)
          .select('theirs.userId'),
      )
      .execute()
    return rows.map(seenOf)
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

  /** Whoever asks while one look is under way is served by the next, together with all others who ask. */
  function look(): Promise<void> {
    queued ??= (looking ?? Promise.resolve()).then(() => {
      queued = undefined
      looking = quietly(tellDifference())
      return looking
    })
    return queued
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
    const people = await selectSeen(db).where('users.id', 'in', userIds).execute()
    const places = await db
      .selectFrom('members')
      .innerJoin('chats', 'chats.id', 'members.chatId')
      .where('members.userId', 'in', userIds)
      .where('chats.memberCount', '<=', mostTold)
      .select(['members.userId', 'members.chatId'])
      .execute()
    for (const row of people) {
      const chatIds = places.flatMap(({ userId, chatId }) => (userId === row.id ? [chatId] : []))
      hub.tellChatsHere(chatIds, { type: 'presence', isWhole: false, users: [seenOf(row)] })
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
