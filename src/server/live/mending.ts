import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import { personColumns, personOf } from '../database/people.ts'
import type { Hub } from './hub.ts'
import type { Relay } from './relay.ts'

export type Mending = ReturnType<typeof createMending>

const everyMs = 30_000
const farthestMs = 15 * 60_000
/** Clocks differ, and what was begun before the last look may have been committed after it. */
const margin = sql`interval '30 seconds'`
const usersAtOnce = 500

/**
 * What changes without a version is told over the bus alone: names and pictures, marks and settings of one's other devices.
 * When notes may have been missed, it is told again from the database.
 */
export function createMending(db: Database, hub: Hub, relay: Relay, log: Pick<Logger, 'warn'>) {
  let mendedAt = new Date()
  let looking: Promise<void> | undefined
  const timer = setInterval(() => void look(), everyMs)
  timer.unref()

  return {
    look,
    async stop() {
      clearInterval(timer)
      await looking
    },
  }

  function look(): Promise<void> {
    if (!looking && !relay.takeDoubt()) return Promise.resolve()
    looking ??= tellAgain()
      .catch((error: unknown) => {
        relay.doubt()
        log.warn({ error: String(error) }, 'What may have been missed could not be read')
      })
      .finally(() => (looking = undefined))
    return looking
  }

  async function tellAgain() {
    // A note that was the last of a subject is missed only when the next one comes: some time may lie between.
    const since = new Date(Math.max(mendedAt.getTime(), Date.now() - farthestMs))
    const now = new Date()
    await tellOfPeople(since)
    const userIds = hub.usersHere()
    for (let first = 0; first < userIds.length; first += usersAtOnce)
      await tellMarks(userIds.slice(first, first + usersAtOnce), since)
    mendedAt = now
  }

  async function tellOfPeople(since: Date) {
    const people = await db
      .selectFrom('users')
      .select(personColumns)
      .where('updatedAt', '>', sql<Date>`${since}::timestamptz - ${margin}`)
      .execute()
    if (people.length === 0) return
    const places = await db
      .selectFrom('members')
      .select(['userId', 'chatId'])
      .where('userId', '=', sql<string>`any(${people.map(({ id }) => id)}::uuid[])`)
      .execute()
    for (const row of people) {
      const person = personOf(row)
      const chatIds = places.flatMap(({ userId, chatId }) => (userId === person.id ? [chatId] : []))
      hub.tellUsersHere([person.id], { type: 'person', person })
      hub.tellChatsHere(chatIds, { type: 'person', person })
    }
  }

  async function tellMarks(userIds: string[], since: Date) {
    const marks = await db
      .selectFrom('members')
      .select(['chatId', 'userId', 'readNumber', 'readSaid', 'readVersion'])
      .where('userId', '=', sql<string>`any(${userIds}::uuid[])`)
      .where('markedAt', '>', sql<Date>`${since}::timestamptz - ${margin}`)
      .execute()
    for (const { chatId, userId, readNumber, readSaid, readVersion } of marks) {
      hub.tellUsersHere([userId], {
        type: 'read',
        chatId,
        userId,
        number: readNumber,
        said: readSaid,
        readVersion,
      })
      hub.tellUsersHere([userId], { type: 'chat', chatId, isGone: false })
    }
  }
}
