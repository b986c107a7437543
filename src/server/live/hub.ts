import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import { findMessage, type Message } from '../database/messages.ts'
import { type Changes, readMissed } from '../database/missed.ts'
import type { Person } from '../database/people.ts'
import { createCatchUp } from './catch-up.ts'
import { createFollower, type Follower } from './follower.ts'
import { createHeads, readMemberships, readNewMemberships, readVersions } from './heads.ts'
import type { News } from './news.ts'
import type { Relay } from './relay.ts'
import { addTo, removeFrom } from './sets.ts'
import { type Audience, createWriter } from './writer.ts'

type Heads = Extract<News, { type: 'heads' }>
export type Hub = ReturnType<typeof createHub>

/** A chat with followers in this process: up to which version they were told, and what came too early. */
type Topic = Audience & {
  version: number
  early: Map<number, Message>
  /** Who hears only what comes after a version that was not told here yet: what came before is not for everybody. */
  newcomers?: Map<Follower, number> | undefined
  timer?: NodeJS.Timeout
}

const holeMs = 15
const compareMs = 2000
/** Stands for: the chat is no more. */
const gone = -1

/**
 * Tells the followers of this process what happened in their chats, each chat in the order of its versions. PostgreSQL is
 * the record and a publication only the doorbell: what was not heard, or came too early, is read from there.
 */
export function createHub(db: Database, relay: Relay, log: Pick<Logger, 'warn'>, everyMs = compareMs) {
  const topics = new Map<string, Topic>()
  const followers = new Map<string, Set<Follower>>()
  let deliveries = 0
  let comparedAt = new Date(Date.now() - 60_000)
  let comparing: Promise<void> | undefined
  let onJoined: (userId: string) => void = () => undefined
  let onRecovered: (follower: Follower) => Promise<void> = async () => undefined
  const writer = createWriter(async (follower, hasLostAll) => {
    if (hasLostAll) await tellHeads(follower)
    await onRecovered(follower)
  })
  const readHeads = createHeads(db)
  const catchUp = createCatchUp({
    read: (known) => readMissed(db, known),
    versionOf: (chatId) => topics.get(chatId)?.version,
    take: takeMissed,
    settled: (chatIds) => {
      for (const chatId of chatIds) {
        const topic = topics.get(chatId)
        if (topic) dropIfEmpty(chatId, topic)
      }
    },
    log,
  })
  const timer = setInterval(() => void compare(), everyMs)
  timer.unref()
  relay.when('changed', ({ chatId, version }) => {
    const topic = topics.get(chatId)
    if (topic && (version === gone || version > topic.version))
      void catchUp.want(chatId, version === gone ? Infinity : version)
  })
  relay.when('joined', ({ chatId, userIds }) => void lookForMembers(chatId, userIds))
  relay.when('users', ({ userIds, news }) => tellUsersHere(userIds, news))
  relay.when('chats', ({ chatIds, news }) => tellChatsHere(chatIds, news))
  // What was said while the bus was away was not heard.
  relay.whenOpened(() => void compare())

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
      for (const userId of userIds) join(chatId, userId, 0)
    },

    publishDeleted(chatId: string) {
      relay.ring(chatId, gone)
      forget(chatId)
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

    compare,
    count: () => ({
      topics: topics.size,
      followers: [...followers.values()].reduce((sum, own) => sum + own.size, 0),
      slow: writer.count().slow,
      deliveries,
    }),
    async stop() {
      clearInterval(timer)
      writer.stop()
      for (const topic of topics.values()) clearTimeout(topic.timer)
      await Promise.allSettled([comparing, catchUp.running()])
    },
  }

  function publish(message: Message) {
    const { chatId, version, event } = message
    relay.ring(chatId, version)
    if (event?.type === 'created' || event?.type === 'joined')
      relay.tell(event.userIds, (userIds) => ({ type: 'joined', chatId, userIds }))
    hear(message)
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
    tellFollowers([follower], { ...heads, connectionId: follower.connectionId })
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
    const chats: Record<string, number> = {}
    for (const [chatId, version] of versions) {
      if (isStale(follower, chatId, version)) continue
      const topic = attach(chatId, follower, version)
      chats[chatId] = Math.max(version, topic.version)
    }
    return { type: 'heads', epoch, chats }
  }

  function attach(chatId: string, follower: Follower, version: number): Topic {
    const topic: Topic = topics.get(chatId) ?? { version, followers: new Set(), early: new Map() }
    if (!topics.has(chatId)) relay.listenFor(chatId)
    topics.set(chatId, topic)
    const isAttached = followers.get(follower.userId)?.has(follower)
    if (isAttached) {
      follower.chatIds.add(chatId)
      if (version <= topic.version) {
        topic.followers.add(follower)
        topic.batch = undefined
      } else if (!topic.followers.has(follower)) {
        topic.newcomers ??= new Map()
        topic.newcomers.set(follower, version)
        void catchUp.want(chatId, version)
      }
    }
    dropIfEmpty(chatId, topic)
    return topic
  }

  /** Those who have waited for this version hear what comes after it. */
  function admit(topic: Topic, version: number) {
    if (!topic.newcomers) return
    for (const [follower, from] of topic.newcomers) {
      if (from > version) continue
      topic.newcomers.delete(follower)
      topic.followers.add(follower)
      topic.batch = undefined
    }
    if (topic.newcomers.size === 0) topic.newcomers = undefined
  }

  function hear(message: Message) {
    const topic = topics.get(message.chatId)
    if (!topic) return welcome(message)
    if (message.version <= topic.version) return welcomeLate(message)
    if (message.version > topic.version + 1) {
      topic.early.set(message.version, message)
      topic.timer ??= setTimeout(() => void catchUp.want(message.chatId), holeMs)
      return
    }
    deliver(topic, message)
    for (let next = topic.early.get(topic.version + 1); next; next = topic.early.get(topic.version + 1)) {
      topic.early.delete(next.version)
      deliver(topic, next)
    }
    if (topic.early.size === 0) stopWaiting(topic)
    dropIfEmpty(message.chatId, topic)
  }

  function deliver(topic: Topic, message: Message) {
    admit(topic, message.version - 1)
    const after = topic.version
    topic.version = message.version
    const { chatId, event } = message
    // Before this version reaches anybody, those whom it puts out are out.
    if (event?.type === 'left' || event?.type === 'removed')
      for (const userId of event.userIds) putOut(topic, chatId, userId)
    tellTopic(topic, { type: 'message', after, message })
    welcome(message)
  }

  function welcome({ chatId, version, event }: Message) {
    if (event?.type === 'created' || event?.type === 'joined')
      for (const userId of event.userIds) join(chatId, userId, version)
  }

  /** Whoever attached meanwhile read a version that has the newcomers; they themselves are still to be told, if they are still in. */
  function welcomeLate({ event }: Message) {
    const isJoin = event?.type === 'created' || event?.type === 'joined'
    if (isJoin && event.userIds.some((userId) => followers.has(userId)))
      void (comparing ?? Promise.resolve()).then(compare)
  }

  function join(chatId: string, userId: string, version: number) {
    if (followers.has(userId)) onJoined(userId)
    for (const follower of followers.get(userId) ?? []) {
      if (isStale(follower, chatId, version) || follower.chatIds.has(chatId)) continue
      follower.goneAt?.delete(chatId)
      attach(chatId, follower, version)
      tellFollowers([follower], { type: 'chat', chatId, isGone: false })
    }
  }

  function putOut(topic: Topic, chatId: string, userId: string) {
    for (const follower of followers.get(userId) ?? []) putFollowerOut(topic, chatId, follower, topic.version)
  }

  function putFollowerOut(topic: Topic, chatId: string, follower: Follower, version: number) {
    follower.goneAt ??= new Map()
    follower.goneAt.set(chatId, version)
    follower.chatIds.delete(chatId)
    topic.batch = undefined
    const isDeleted = version === Infinity
    const wasToCome = topic.newcomers?.delete(follower) ?? false
    if (topic.followers.delete(follower) || (wasToCome && isDeleted))
      tellFollowers([follower], { type: 'chat', chatId, isGone: true })
  }

  function takeMissed(chatId: string, changes: Changes | undefined) {
    const topic = topics.get(chatId)
    if (!topic) return
    if (!changes) return forget(chatId)
    for (const message of changes.messages) if (message.version > topic.version) deliver(topic, message)
    topic.version = Math.max(topic.version, changes.version)
    admit(topic, topic.version)
    for (const version of topic.early.keys()) if (version <= topic.version) topic.early.delete(version)
    stopWaiting(topic)
    if (topic.early.size > 0) void catchUp.want(chatId)
  }

  /** Somebody elsewhere has brought these users into a chat. */
  async function lookForMembers(chatId: string, userIds: string[]) {
    const here = userIds.filter((userId) => followers.has(userId))
    if (here.length === 0) return
    try {
      const memberships = await readMemberships(db, chatId, here)
      for (const { userId, version } of memberships) join(chatId, userId, version)
    } catch (error) {
      log.warn({ error: String(error) }, 'Memberships could not be read; the next comparison tries again')
    }
  }

  /** Compares what was told with PostgreSQL, so that a doorbell that did not ring costs two seconds and nothing else. */
  function compare(): Promise<void> {
    comparing ??= compareAll()
      .catch((error: unknown) => log.warn({ error: String(error) }, 'Heads could not be compared'))
      .finally(() => (comparing = undefined))
    return comparing
  }

  async function compareAll() {
    const chatIds = [...topics.keys()]
    const versions = await readVersions(db, chatIds)
    const behind = chatIds.filter(
      (chatId) => (versions.get(chatId) ?? Infinity) > (topics.get(chatId)?.version ?? Infinity),
    )
    for (const chatId of chatIds) if (!versions.has(chatId)) forget(chatId)
    await Promise.all(behind.map((chatId) => catchUp.want(chatId)))
    const { at, memberships } = await readNewMemberships(db, [...followers.keys()], comparedAt)
    comparedAt = at
    for (const { chatId, userId, version } of memberships) join(chatId, userId, version)
  }

  /** The chat is no more. */
  function forget(chatId: string) {
    const topic = topics.get(chatId)
    if (!topic) return
    drop(chatId, topic)
    const everybody = [...topic.followers, ...(topic.newcomers?.keys() ?? [])]
    for (const follower of everybody) putFollowerOut(topic, chatId, follower, Infinity)
  }

  function detachEverywhere(follower: Follower) {
    if (!followers.has(follower.userId)) return
    removeFrom(followers, follower.userId, follower)
    if (!followers.has(follower.userId)) relay.letGo(follower.userId)
    for (const chatId of follower.chatIds) {
      const topic = topics.get(chatId)
      if (!topic) continue
      topic.newcomers?.delete(follower)
      topic.followers.delete(follower)
      dropIfEmpty(chatId, topic)
    }
    follower.chatIds.clear()
  }

  function dropIfEmpty(chatId: string, topic: Topic) {
    if (topic.followers.size === 0 && !topic.newcomers?.size && !catchUp.isWanted(chatId)) drop(chatId, topic)
  }

  function drop(chatId: string, topic: Topic) {
    stopWaiting(topic)
    if (topics.get(chatId) !== topic) return
    topics.delete(chatId)
    relay.letGo(chatId)
  }
}

/** Read before the follower was put out of the chat. */
function isStale(follower: Follower, chatId: string, version: number) {
  return version < (follower.goneAt?.get(chatId) ?? 0)
}

function stopWaiting(topic: Topic) {
  clearTimeout(topic.timer)
  topic.timer = undefined
}
