import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import { changesAfter, findMessage, type Message } from '../database/messages.ts'
import type { Person } from '../database/people.ts'
import { createFollower, type Follower } from './follower.ts'
import { readHeads, readNewMemberships, readVersions } from './heads.ts'
import type { News } from './news.ts'
import { addTo, removeFrom } from './sets.ts'
import { type Audience, createWriter } from './writer.ts'

type Heads = Extract<News, { type: 'heads' }>
export type Hub = ReturnType<typeof createHub>

/** A chat with followers in this process: up to which version they were told, and what came too early. */
type Topic = Audience & {
  version: number
  early: Map<number, Message>
  timer?: NodeJS.Timeout
  filling?: Promise<void>
}

const holeMs = 15
const compareMs = 2000
const mostAtOnce = 500

/**
 * Tells the followers of this process what happened in their chats, each chat in the order of its versions. PostgreSQL is
 * the record and a publication only the doorbell: what was not heard, or came too early, is read from there.
 */
export function createHub(db: Database, log: Pick<Logger, 'warn'>) {
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
  const timer = setInterval(() => void compare(), compareMs)
  timer.unref()

  return {
    /** A client that follows from now on, until it is detached; it is told the heads first, then news. */
    async attach(client: Parameters<typeof createFollower>[0], attached: (follower: Follower) => void) {
      // Attached before the chats are read: what happens in between is then heard twice, never missed.
      const follower = createFollower(client)
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
    publish(message: Message) {
      hear(message)
    },

    /** The committed change that left its mark on the message with this number; null when nothing changed. */
    async publishNumber(chatId: string, number: number | null) {
      const message = number === null ? undefined : await findMessage(db, chatId, number)
      if (message) hear(message)
    },

    /** These users have become members of a chat in which nothing has been said yet. */
    publishOpened(chatId: string, userIds: string[]) {
      for (const userId of userIds) join(chatId, userId, 0)
    },

    publishDeleted(chatId: string) {
      forget(chatId)
    },

    /** News without a version: for all devices of these users. */
    tell(userIds: string[], news: News) {
      tellFollowers(new Set(userIds.flatMap((userId) => [...(followers.get(userId) ?? [])])), news)
    },

    /** News for one client alone. */
    tellOne(follower: Follower, news: News) {
      tellFollowers([follower], news)
    },

    /** A new name or picture: for himself, and for all who share a chat with him. */
    async tellOfPerson(person: Person) {
      const chats = await db.selectFrom('members').select('chatId').where('userId', '=', person.id).execute()
      const told = new Set([
        ...(followers.get(person.id) ?? []),
        ...chats.flatMap(({ chatId }) => [...(topics.get(chatId)?.followers ?? [])]),
      ])
      tellFollowers(told, { type: 'person', person })
    },

    /** News without a version: for everybody here who follows one of the chats. */
    tellChats(chatIds: string[], news: News) {
      const told = chatIds.flatMap((chatId) => topics.get(chatId) ?? [])
      const [only] = told
      if (told.length === 1 && only) tellTopic(only, news)
      else tellFollowers(new Set(told.flatMap((topic) => [...topic.followers])), news)
    },

    /** Calls back when somebody who follows here has come into a chat. */
    whenJoined(listener: (userId: string) => void) {
      onJoined = listener
    },

    /** Calls back when a reader that was slow has caught up, and has missed news that are not stored. */
    whenRecovered(listener: (follower: Follower) => Promise<void>) {
      onRecovered = listener
    },

    /** Has a client that follows, in this process. */
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
      await Promise.allSettled([comparing, ...[...topics.values()].map(({ filling }) => filling)])
    },
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
    const { epoch, versions } = await readHeads(db, follower.userId)
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
    topics.set(chatId, topic)
    const isAttached = followers.get(follower.userId)?.has(follower)
    if (isAttached) {
      topic.followers.add(follower)
      topic.batch = undefined
      follower.chatIds.add(chatId)
    }
    dropIfEmpty(chatId, topic)
    return topic
  }

  function hear(message: Message) {
    const topic = topics.get(message.chatId)
    if (!topic) return welcome(message)
    if (message.version <= topic.version) return welcomeLate(message)
    if (message.version > topic.version + 1) {
      topic.early.set(message.version, message)
      topic.timer ??= setTimeout(() => void fill(message.chatId, topic), holeMs)
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
    if (topic.followers.delete(follower)) tellFollowers([follower], { type: 'chat', chatId, isGone: true })
  }

  /** Reads what is missing after the version that was told last. */
  function fill(chatId: string, topic: Topic): Promise<void> {
    topic.filling ??= readMissing(chatId, topic)
      .catch((error: unknown) =>
        log.warn({ error: String(error), chatId }, 'Changes could not be read; the next comparison tries again'),
      )
      .finally(() => {
        topic.filling = undefined
        stopWaiting(topic)
        dropIfEmpty(chatId, topic)
      })
    return topic.filling
  }

  async function readMissing(chatId: string, topic: Topic): Promise<void> {
    const changes = await changesAfter(db, chatId, topic.version, mostAtOnce)
    if (topics.get(chatId) !== topic) return
    if (!changes) return forget(chatId)
    for (const message of changes.messages) if (message.version > topic.version) deliver(topic, message)
    topic.version = Math.max(topic.version, changes.version)
    for (const version of topic.early.keys()) if (version <= topic.version) topic.early.delete(version)
    if (!changes.isWhole || topic.early.size > 0) await readMissing(chatId, topic)
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
    await Promise.all(behind.flatMap((chatId) => fillIfOpen(chatId)))
    const { at, memberships } = await readNewMemberships(db, [...followers.keys()], comparedAt)
    comparedAt = at
    for (const { chatId, userId, version } of memberships) join(chatId, userId, version)
  }

  function fillIfOpen(chatId: string): Promise<void>[] {
    const topic = topics.get(chatId)
    return topic ? [fill(chatId, topic)] : []
  }

  /** The chat is no more. */
  function forget(chatId: string) {
    const topic = topics.get(chatId)
    if (!topic) return
    stopWaiting(topic)
    topics.delete(chatId)
    for (const follower of topic.followers) putFollowerOut(topic, chatId, follower, Infinity)
  }

  function detachEverywhere(follower: Follower) {
    removeFrom(followers, follower.userId, follower)
    for (const chatId of follower.chatIds) {
      const topic = topics.get(chatId)
      if (!topic) continue
      topic.followers.delete(follower)
      dropIfEmpty(chatId, topic)
    }
    follower.chatIds.clear()
  }

  function dropIfEmpty(chatId: string, topic: Topic) {
    if (topic.followers.size > 0 || topic.filling) return
    stopWaiting(topic)
    if (topics.get(chatId) === topic) topics.delete(chatId)
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
