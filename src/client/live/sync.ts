import type { QueryClient } from '@tanstack/react-query'
import { notifyManager } from '@tanstack/react-query'
import type { Client, News } from '../trpc.ts'
import { chatKey, createCache, windowKey, type Place } from './cache.ts'
import { createConnection } from './connection.ts'
import { answered } from './deadline.ts'
import type { Early } from './early.ts'
import { createHeard } from './heard.ts'
import type { Kept } from './kept.ts'
import { createLoading } from './loading.ts'
import { createMarks } from './marks.ts'
import { createNews } from './news.ts'
import { createOutbox } from './outbox.ts'
import { createPatience } from './patience.ts'
import { createPeople, type NameOf } from './people.ts'
import { createSeen } from './seen.ts'
import { createWhispers } from './whispers.ts'

export type Sync = ReturnType<typeof createSync>

type Wiring = {
  client: Client
  queryClient: QueryClient
  userId: string
  retryDelayMs?: (attempt: number) => number
  locks?: Pick<LockManager, 'request'>
  /** Where the browser keeps what was held, for the next time. */
  kept?: Kept
  /** What was asked before. */
  early?: Early
  nameOf: NameOf
}

/** Keeps what one signed-in user holds in step with the server, and sends what he says. */
export function createSync({ client, queryClient, userId, retryDelayMs, locks, kept, early, nameOf }: Wiring) {
  const cache = createCache(client, queryClient)
  const heard = createHeard()
  const patience = createPatience(retryDelayMs)
  const people = createPeople(cache.rename, nameOf)
  const seen = createSeen()
  const whispers = createWhispers(userId)
  const outbox = createOutbox({ client, userId, hasArrived, onSignedOut: signOut, retryDelayMs, locks })
  const loading = createLoading({ userId, client, cache, heard, people, patience, kept, early, onGone })
  const news = createNews({ userId, cache, heard, people, loading, onGone })
  const marks = createMarks({ client, cache, patience })
  const loadWhispers = patience.coalesce(async () => {
    const answer = await answered((options) => client.whispers.list.query(undefined, options))
    whispers.going(answer.whispers)
  })
  const connection = createConnection({
    client,
    userId,
    onOpening: () => heard.opening(versions()),
    onNews: hear,
    onSignedOut: signOut,
    retryDelayMs,
  })
  let listed = new Set<string>()
  let onSignedOut: (() => void) | undefined
  let stops: (() => void)[] = []

  return {
    userId,
    connection: connection.state,
    reconnect: connection.reconnect,
    outbox,
    seen,
    whispers,
    markRead: marks.markRead,
    nameAnew: people.nameAnew,
    firstChats: loading.firstChats,
    chatsQuery: loading.chatsQuery,
    chatQuery: loading.chatQuery,
    windowQuery: loading.windowQuery,
    loadEarlier: loading.loadEarlier,
    loadLater: loading.loadLater,
    /** The end of a chat, if it is not held already. */
    loadLatest: (chatId: string) => queryClient.ensureQueryData(loading.windowQuery({ chatId })),
    start,
  }

  /** Until the returned function is called, or the session ends. */
  function start(whenSignedOut: () => void) {
    onSignedOut = whenSignedOut
    patience.start()
    stops = [cache.onWindow(settleWindow), cache.onChats(settleChats), outbox.start()]
    globalThis.addEventListener?.('online', wake)
    stops.push(() => globalThis.removeEventListener?.('online', wake))
    if (kept) void remember(kept).finally(begin)
    else begin()
    return stop
  }

  function begin() {
    if (patience.isStopped()) return
    stops.push(connection.start())
    void queryClient.prefetchQuery(loading.chatsQuery())
  }

  /** From now on what is newest is kept, and it is known which database the kept is of. */
  async function remember(kept: Kept) {
    kept.start()
    stops.push(
      () => kept.stop(),
      cache.onChats(() => kept.keepChats(cache.chats() ?? [])),
      cache.onWindow(({ chatId, around }) => {
        const window = around === undefined ? cache.window({ chatId }) : undefined
        if (window) kept.keepWindow(chatId, window)
      }),
      cache.onMembers((chat) => kept.keepMembers(chat)),
    )
    const epoch = await kept.epoch()
    if (epoch) heard.knew(epoch)
  }

  function stop() {
    onSignedOut = undefined
    patience.stop()
    for (const end of stops) end()
    stops = []
  }

  function hear(batch: News[]) {
    notifyManager.batch(() => {
      for (const one of batch) {
        heard.tick()
        apply(one)
      }
    })
  }

  function apply(one: News) {
    switch (one.type) {
      case 'heads':
        wake()
        seen.connected(one.connectionId)
        loadWhispers()
        // Of another database nothing that was kept is true.
        void kept?.retain(new Set(heard.isOther(one.epoch) ? [] : Object.keys(one.chats)))
        news.heads(one)
        kept?.keepEpoch(one.epoch)
        break
      case 'message':
        seen.stopped(one.message.chatId, one.message.sender.id)
        news.message(one)
        break
      case 'chat':
        news.chat(one)
        break
      case 'read':
        news.read(one)
        break
      case 'person':
        news.person(one)
        break
      case 'presence':
        seen.presence(one)
        break
      case 'here':
        seen.here(one)
        break
      case 'typing':
        seen.typing(one)
        break
      case 'whisper':
        whispers.told(one)
        break
      case 'ended':
        whispers.ended(one)
        break
    }
  }

  /** What was being retried need not wait: the line is back. */
  function wake() {
    patience.wake()
    outbox.wake()
  }

  function settleWindow(place: Place) {
    const window = cache.window(place)
    if (window && window.version < (heard.head(place.chatId) ?? 0)) loading.pull(place)
    outbox.settle(place.chatId)
  }

  function settleChats() {
    const chats = cache.chats() ?? []
    for (const { id, version } of chats) {
      // Of what is outdated or was kept the whole list is read again.
      if (version >= 0 && version < (heard.head(id) ?? 0)) loading.loadChat(id)
      heard.see(id, version)
    }
    for (const place of cache.windows()) settleWindow(place)
    const now = new Set(chats.map(({ id }) => id))
    const before = listed
    listed = now
    for (const chatId of before) if (!now.has(chatId)) onGone(chatId)
    retryFailed((chatId) => now.has(chatId) && !before.has(chatId))
  }

  /** Whoever looked at a chat before he was in it was told that there is no such chat. */
  function retryFailed(hasCome: (chatId: string) => boolean) {
    for (const chatId of cache.opened())
      if (hasCome(chatId) && cache.hasFailed(chatKey(chatId))) loading.loadMembers(chatId)
    for (const place of cache.windows())
      if (hasCome(place.chatId) && cache.hasFailed(windowKey(place))) loading.reload(place)
  }

  function onGone(chatId: string) {
    // First, so that whoever looks at it now does not find it there.
    void kept?.forget(chatId)
    cache.drop(chatId)
    outbox.forget(chatId)
    marks.forget(chatId)
  }

  /** A message that was sent is in every window that reaches the end of its chat. */
  function hasArrived(chatId: string, version: number): boolean {
    return cache.windows(chatId).every((place) => {
      const window = cache.window(place)
      if (!window) return !cache.isWatched(windowKey(place))
      return window.hasLater || window.version >= version
    })
  }

  function versions(): Map<string, number> {
    const known = new Map((cache.chats() ?? []).map(({ id, version }) => [id, version]))
    for (const place of cache.windows()) {
      const version = cache.window(place)?.version ?? 0
      known.set(place.chatId, Math.max(version, known.get(place.chatId) ?? 0))
    }
    return known
  }

  function signOut() {
    const tell = onSignedOut
    stop()
    tell?.()
  }
}
