import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import type { Follower } from './follower.ts'
import { readMemberships, readNewMemberships, readVersions } from './heads.ts'
import type { Relay } from './relay.ts'
import type { Topics } from './topics.ts'

const compareMs = 2000
/** A process that follows more chats looks at them in turns, so that a large one does not weigh on the database. */
const mostAtOnce = 10_000
const mostInDoubt = 40_000

/** Compares what was told with PostgreSQL, so that a doorbell that did not ring costs two seconds and nothing else. */
export function createComparison({
  db,
  relay,
  log,
  topics,
  followers,
  everyMs = compareMs,
}: {
  db: Database
  relay: Relay
  log: Pick<Logger, 'warn'>
  topics: Topics
  followers: ReadonlyMap<string, ReadonlySet<Follower>>
  everyMs?: number | undefined
}) {
  let comparedAt = new Date(Date.now() - 60_000)
  let comparing: Promise<void> | undefined
  let first = 0
  const timer = setInterval(() => void compare(), everyMs)
  timer.unref()
  relay.when('joined', ({ chatId, userIds }) => void lookForMembers(chatId, userIds))
  // What was said while the bus was away was not heard.
  relay.whenOpened(() => void compare())

  return {
    compare,
    /** One that reads what is there now, even if another is under way. */
    compareAgain: () => void (comparing ?? Promise.resolve()).then(compare),
    async stop() {
      clearInterval(timer)
      await comparing
    },
  }

  function compare(): Promise<void> {
    comparing ??= compareAll()
      .catch((error: unknown) => log.warn({ error: String(error) }, 'Heads could not be compared'))
      .finally(() => (comparing = undefined))
    return comparing
  }

  async function compareAll() {
    const chatIds = someOf([...topics.ids()])
    const versions = await readVersions(db, chatIds)
    for (const chatId of chatIds) if (!versions.has(chatId)) topics.forget(chatId)
    await Promise.all([...versions].map(([chatId, version]) => topics.reach(chatId, version)))
    const { at, memberships } = await readNewMemberships(db, [...followers.keys()], comparedAt)
    comparedAt = at
    for (const { chatId, userId, version } of memberships) topics.join(chatId, userId, version)
  }

  function someOf(chatIds: string[]): string[] {
    const most = relay.isInDoubt() ? mostInDoubt : mostAtOnce
    if (chatIds.length <= most) return chatIds
    if (first >= chatIds.length) first = 0
    first += most
    return chatIds.slice(first - most, first)
  }

  /** Somebody elsewhere has brought these users into a chat. */
  async function lookForMembers(chatId: string, userIds: string[]) {
    const here = userIds.filter((userId) => followers.has(userId))
    if (here.length === 0) return
    try {
      const memberships = await readMemberships(db, chatId, here)
      for (const { userId, version } of memberships) topics.join(chatId, userId, version)
    } catch (error) {
      log.warn({ error: String(error) }, 'Memberships could not be read; the next comparison tries again')
    }
  }
}
