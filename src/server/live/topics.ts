import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import type { Message } from '../database/messages.ts'
import { type Changes, readMissed } from '../database/missed.ts'
import { createCatchUp } from './catch-up.ts'
import type { Follower } from './follower.ts'
import type { News } from './news.ts'
import type { Relay } from './relay.ts'
import type { Audience } from './writer.ts'

export type Topics = ReturnType<typeof createTopics>

/** A chat with followers in this process: up to which version they were told, and what came too early. */
export type Topic = Audience & {
  version: number
  early: Map<number, Message>
  /** Who hears only what comes after a version that was not told here yet: what came before is not for everybody. */
  newcomers?: Map<Follower, number> | undefined
  timer?: NodeJS.Timeout
}

const holeMs = 15

/**
 * The chats that somebody follows here. Each is told in the order of its versions, to those who are in it at that version;
 * what did not come, or came too early, is read from the database.
 */
export function createTopics({
  db,
  relay,
  log,
  followers,
  tellFollowers,
  tellTopic,
  hasJoined,
  mayHaveJoined,
}: {
  db: Database
  relay: Relay
  log: Pick<Logger, 'warn'>
  followers: ReadonlyMap<string, ReadonlySet<Follower>>
  tellFollowers: (told: Follower[], news: News) => void
  tellTopic: (topic: Topic, news: News) => void
  hasJoined: (userId: string) => void
  /** Somebody who follows here is a member by now, or was for a while. */
  mayHaveJoined: () => void
}) {
  const topics = new Map<string, Topic>()
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

  return {
    hear,
    join,
    forget,

    /** The chat has reached this version, or a later one. */
    async reach(chatId: string, version = Infinity) {
      const topic = topics.get(chatId)
      if (topic && version > topic.version) await catchUp.want(chatId, version)
    },

    /** Follows these chats from the versions on that were read; returns from which it is told of each. */
    attachAll(follower: Follower, versions: Map<string, number>): Record<string, number> {
      const chats: Record<string, number> = {}
      for (const [chatId, version] of versions) {
        if (isStale(follower, chatId, version)) continue
        const topic = attach(chatId, follower, version)
        chats[chatId] = Math.max(version, topic.version)
      }
      return chats
    },

    detach(follower: Follower) {
      for (const chatId of follower.chatIds) {
        const topic = topics.get(chatId)
        if (!topic) continue
        topic.newcomers?.delete(follower)
        topic.followers.delete(follower)
        dropIfEmpty(chatId, topic)
      }
      follower.chatIds.clear()
    },

    get: (chatId: string) => topics.get(chatId),
    ids: () => topics.keys(),
    count: () => topics.size,
    async stop() {
      for (const topic of topics.values()) clearTimeout(topic.timer)
      await catchUp.running()
    },
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
    if (isJoin && event.userIds.some((userId) => followers.has(userId))) mayHaveJoined()
  }

  function join(chatId: string, userId: string, version: number) {
    if (followers.has(userId)) hasJoined(userId)
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

  /** The chat is no more. */
  function forget(chatId: string) {
    const topic = topics.get(chatId)
    if (!topic) return
    drop(chatId, topic)
    const everybody = [...topic.followers, ...(topic.newcomers?.keys() ?? [])]
    for (const follower of everybody) putFollowerOut(topic, chatId, follower, Infinity)
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
