import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import { findMessage, type Message } from '../database/messages.ts'
import type { Person } from '../database/people.ts'
import { createComparison } from './comparison.ts'
import { createFollower, type Follower } from './follower.ts'
import { createHeads } from './heads.ts'
import type { News } from './news.ts'
import { gone } from './notes.ts'
import type { Relay } from './relay.ts'
import { addTo, removeFrom } from './sets.ts'
import { createTopics, type Topic } from './topics.ts'
import { createWriter } from './writer.ts'

type Heads = Extract<News, { type: 'heads' }>
export type Hub = ReturnType<typeof createHub>

/**
 * Tells the followers of this process what happened in their chats, each chat in the order of its versions. PostgreSQL is
 * the record and a publication only the doorbell: what was not heard, or came too early, is read from there.
 */
export function createHub(db: Database, relay: Relay, log: Pick<Logger, 'warn'>, compareMs?: number) {
  const followers = new Map<string, Set<Follower>>()
  let deliveries = 0
  let onJoined: (userId: string) => void = () => undefined
  let onRecovered: (follower: Follower) => Promise<void> = async () => undefined
  const writer = createWriter(async (follower, hasLostAll) => {
    if (hasLostAll) await tellHeads(follower)
    await onRecovered(follower)
  })
  const readHeads = createHeads(db)
  const topics = createTopics({
    db,
    relay,
    log,
    followers,
    tellFollowers,
    tellTopic,
    hasJoined: (userId) => onJoined(userId),
    mayHaveJoined: () => comparison.compareAgain(),
  })
  const comparison = createComparison({ db, relay, log, topics, followers, everyMs: compareMs })
  relay.when('changed', ({ chatId, version }) => void topics.reach(chatId, version === gone ? Infinity : version))
  relay.when('users', ({ userIds, news }) => tellUsersHere(userIds, news))
  relay.when('chats', ({ chatIds, news }) => tellChatsHere(chatIds, news))

  return {
    /** A client that follows from now on, until it is detached; it is told the heads first, then news. */
    async attach(client: Parameters<typeof createFollower>[0], attached: (follower: Follower) => void) {
      // Attached before the chats are read: what happens in between is then heard twice, never missed.
      const follower = createFollower(client)
      if (!followers.has(follower.userId)) relay.listenFor(follower.userId)
      addTo(followers, follower.userId, follower)
      attached(follower)
      await tellHeads(follower)
    },

    /** It is told nothing more. */
    detach(follower: Follower) {
      writer.forget(follower)
      detachEverywhere(follower)
    },

    /** A committed change of a chat. */
    publish,

    /** The committed change that left its mark on the message with this number; null when nothing changed. */
    async publishNumber(chatId: string, number: number | null) {
      const message = number === null ? undefined : await findMessage(db, chatId, number)
      if (message) publish(message)
    },

    /** These users have become members of a chat in which nothing has been said yet. */
    publishOpened(chatId: string, userIds: string[]) {
      relay.tell(userIds, (some) => ({ type: 'joined', chatId, userIds: some }))
      for (const userId of userIds) topics.join(chatId, userId, 0)
    },

    publishDeleted(chatId: string) {
      relay.ring(chatId, gone)
      topics.forget(chatId)
    },

    /** News without a version: for all devices of these users. */
    tell(userIds: string[], news: News) {
      relay.tell(userIds, (some) => ({ type: 'users', userIds: some, news }))
      tellUsersHere(userIds, news)
    },

    /** The same for those who follow in this process alone. */
    tellUsersHere,

    /** News for one client alone. */
    tellOne(follower: Follower, news: News) {
      tellFollowers([follower], news)
    },

    /** A new name or picture: for himself, and for all who share a chat with him. */
    async tellOfPerson(person: Person) {
      const rows = await db.selectFrom('members').select('chatId').where('userId', '=', person.id).execute()
      const chatIds = rows.map(({ chatId }) => chatId)
      const news: News = { type: 'person', person }
      relay.tell([person.id], (userIds) => ({ type: 'users', userIds, news }))
      relay.tell(chatIds, (some) => ({ type: 'chats', chatIds: some, news }))
      tellFollowers(new Set([...(followers.get(person.id) ?? []), ...followersOf(chatIds)]), news)
    },

    /** News without a version: for everybody who follows one of the chats. */
    tellChats(chatIds: string[], news: News) {
      relay.tell(chatIds, (some) => ({ type: 'chats', chatIds: some, news }))
      tellChatsHere(chatIds, news)
    },

    /** The same for those who follow in this process alone. */
    tellChatsHere,

    /** Calls back when somebody who follows here has come into a chat. */
    whenJoined(listener: (userId: string) => void) {
      onJoined = listener
    },

    /** Calls back when a reader that was slow has caught up, and has missed news that are not stored. */
    whenRecovered(listener: (follower: Follower) => Promise<void>) {
      onRecovered = listener
    },

    /** Those who have a client that follows, in this process. */
    usersHere: () => [...followers.keys()],
    isHere: (userId: string) => followers.has(userId),

    compare: comparison.compare,
    count: () => ({
      topics: topics.count(),
      followers: [...followers.values()].reduce((sum, own) => sum + own.size, 0),
      slow: writer.count().slow,
      deliveries,
    }),
    async stop() {
      writer.stop()
      await Promise.all([comparison.stop(), topics.stop()])
    },
  }

  function publish(message: Message) {
    const { chatId, version, event } = message
    relay.ring(chatId, version)
    if (event?.type === 'created' || event?.type === 'joined')
      relay.tell(event.userIds, (userIds) => ({ type: 'joined', chatId, userIds }))
    topics.hear(message)
  }

  function tellUsersHere(userIds: string[], news: News) {
    tellFollowers(new Set(userIds.flatMap((userId) => [...(followers.get(userId) ?? [])])), news)
  }

  function tellChatsHere(chatIds: string[], news: News) {
    const told = chatIds.flatMap((chatId) => topics.get(chatId) ?? [])
    const [only] = told
    if (told.length === 1 && only) tellTopic(only, news)
    else tellFollowers(followersOf(chatIds), news)
  }

  function followersOf(chatIds: string[]): Set<Follower> {
    return new Set(chatIds.flatMap((chatId) => [...(topics.get(chatId)?.followers ?? [])]))
  }

  async function tellHeads(follower: Follower) {
    const heads = await attachToAll(follower)
    const { connectionId, userId } = follower
    tellFollowers([follower], { ...heads, connectionId, userId })
  }

  function tellFollowers(told: Follower[] | Set<Follower>, news: News) {
    deliveries += 'size' in told ? told.size : told.length
    writer.tell(told, news)
  }

  function tellTopic(topic: Topic, news: News) {
    deliveries += topic.followers.size
    writer.tellAll(topic, news)
  }

  async function attachToAll(follower: Follower): Promise<Heads> {
    const { epoch, versions } = await readHeads(follower.userId)
    return { type: 'heads', epoch, chats: topics.attachAll(follower, versions) }
  }

  function detachEverywhere(follower: Follower) {
    if (!followers.has(follower.userId)) return
    removeFrom(followers, follower.userId, follower)
    if (!followers.has(follower.userId)) relay.letGo(follower.userId)
    topics.detach(follower)
  }
}
