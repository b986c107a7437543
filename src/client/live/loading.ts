import type { Chat, ChatWithMembers, Client } from '../trpc.ts'
import { chatKey, chatsKey, windowKey, type Cache, type Place } from './cache.ts'
import { merged, newestFirst, unsure, withMessage } from './chats.ts'
import { answered } from './deadline.ts'
import type { Early } from './early.ts'
import { isRefused, reasonOf } from './faults.ts'
import type { Heard } from './heard.ts'
import type { Kept } from './kept.ts'
import { withMarks } from './members.ts'
import { pageSize } from './pageSize.ts'
import type { Patience } from './patience.ts'
import type { createPeople } from './people.ts'
import { withChanges, withEarlier, withLater, type Window } from './windows.ts'

type Parts = {
  userId: string
  client: Client
  cache: Cache
  heard: Heard
  people: ReturnType<typeof createPeople>
  patience: Patience
  kept: Kept | undefined
  early: Early | undefined
  onGone: (chatId: string) => void
}

type Call<Answer> = Parameters<typeof answered<Answer>>[0]

/** What is asked of the server. An answer never overrules what was heard after its question. */
export function createLoading({ userId, client, cache, heard, people, patience, kept, early, onGone }: Parts) {
  const askedAt = new WeakMap<object, number>()
  let firstChats: Chat[] | undefined
  const steady = {
    staleTime: Infinity,
    // Whether there is a network is for the calls to find out: what the browser says of it is not always true.
    networkMode: 'always' as const,
    retryDelay: patience.delayMs,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  }

  const chatsQuery = () => ({
    ...steady,
    retry: mayHelp(() => false),
    queryKey: chatsKey,
    gcTime: Infinity,
    queryFn: async () => (await keptChats()) ?? askChats(),
    structuralSharing: (held: unknown, read: unknown) =>
      isAnswer(read) ? people.current(mergedList(held as Chat[] | undefined, read as Chat[])) : read,
  })

  const chatQuery = (chatId: string) => ({
    ...steady,
    retry: mayHelp(() => cache.chat(chatId) !== undefined),
    queryKey: chatKey(chatId),
    queryFn: () => orKept(askMembers(chatId), () => kept?.members(chatId)),
    structuralSharing: (_held: unknown, read: unknown) =>
      isAnswer(read) ? people.current(withLaterMarks(read as ChatWithMembers)) : read,
  })

  const windowQuery = (place: Place) => ({
    ...steady,
    retry: mayHelp(() => cache.chat(place.chatId) !== undefined),
    queryKey: windowKey(place),
    queryFn: async () => (await keptWindow(place)) ?? askWindow(place),
    structuralSharing: (_held: unknown, read: unknown) => (isAnswer(read) ? people.current(read) : read),
  })

  const pull = patience.coalesce(async (key) => {
    const place: Place = JSON.parse(key)
    const { chatId } = place
    const [window, head] = [cache.window(place), heard.head(chatId) ?? 0]
    if (!window || window.version >= head) return
    if (!cache.isWatched(windowKey(place))) return cache.release(windowKey(place))
    const after = window.version
    const changes = await askIn(chatId, (options) => client.messages.changes.query({ chatId, after }, options))
    const held = cache.window(place)
    const next = changes.reload ? undefined : held && withChanges(held, after, people.current(changes))
    if (!next) return reload(key)
    // A head that the server does not know of is not waited for.
    if (next.version < head && heard.head(chatId) === head) heard.lower(chatId, next.version)
    cache.setWindow(place, () => next)
  })

  const reload = patience.coalesce((key) => refetch(windowKey(JSON.parse(key))))

  /** A chat that is new, or of which too little was heard. */
  const loadChat = patience.coalesce(async (chatId) => {
    const since = heard.now()
    try {
      const { members: _, ...chat } = await ask((options) => client.chats.get.query({ chatId }, options))
      if (heard.isGoneSince(chatId, since)) return
      const next = mergedOne(cache.chat(chatId), people.current(chat), since)
      cache.setChats((chats) => [...chats.filter(({ id }) => id !== chatId), next])
    } catch (error) {
      if (reasonOf(error) !== 'NOT_A_MEMBER') throw error
      if (!heard.isToldSince(chatId, since)) onGone(chatId)
    }
  })

  return {
    /** The chats as the server first told of them, once it has. */
    firstChats: () => firstChats,

    chatsQuery,
    chatQuery,
    windowQuery,

    loadChats: patience.coalesce(() => refetch(chatsKey)),

    loadChat,
    loadPerson: patience.coalesce(
      async (userId) => void (await ask((options) => client.users.get.query({ userId }, options))),
    ),

    loadMembers: patience.coalesce((chatId) => refetch(chatKey(chatId))),

    reload: (place: Place) => reload(JSON.stringify(place)),
    pull: (place: Place) => pull(JSON.stringify(place)),

    async loadEarlier(place: Place) {
      const before = cache.window(place)?.messages[0]?.number
      if (before === undefined || !cache.window(place)?.hasEarlier) return
      const page = await askIn(place.chatId, (options) =>
        client.messages.list.query({ chatId: place.chatId, before, limit: pageSize }, options),
      )
      cache.setWindow(place, (window) => withEarlier(window, people.current(page)))
    },
    async loadLater(place: Place) {
      const after = cache.window(place)?.messages.at(-1)?.number
      if (after === undefined || !cache.window(place)?.hasLater) return
      const page = await askIn(place.chatId, (options) =>
        client.messages.list.query({ chatId: place.chatId, after, limit: pageSize }, options),
      )
      cache.setWindow(place, (window) => withLater(window, people.current(page)))
    },
  }

  function askMembers(chatId: string) {
    return askIn(chatId, (options) => client.chats.get.query({ chatId }, options))
  }

  async function askChats() {
    const chats = await ask((options) => whenQuiet(early?.chats) ?? client.chats.list.query(undefined, options))
    firstChats ??= chats
    return chats
  }

  function askWindow(place: Place) {
    return askIn(
      place.chatId,
      (options) =>
        whenQuiet(() => early?.window(place)) ?? client.messages.list.query({ ...place, limit: pageSize }, options),
    )
  }

  /** What was asked before it was known who listens may be older than what was heard, unless nothing was. */
  function whenQuiet<Answer>(take: (() => Promise<Answer> | undefined) | undefined) {
    return heard.now() === 0 ? take?.() : undefined
  }

  /** For the first look, until the heads say that there is more. */
  async function keptChats(): Promise<Chat[] | undefined> {
    const held = isFirstLook(chatsKey) && !heard.hasHeads() ? await kept?.chats() : undefined
    return held && people.currentOld(held.map(unsure))
  }

  async function keptWindow(place: Place): Promise<Window | undefined> {
    const isFirst = place.around === undefined && isFirstLook(windowKey(place))
    const held = isFirst ? await kept?.window(place.chatId) : undefined
    const head = heard.head(place.chatId)
    const mayBe = held && (!heard.hasHeads() || (head !== undefined && held.version <= head))
    if (!mayBe) return undefined
    return held.version < (head ?? 0) ? keptAndNew(place.chatId, held) : people.currentOld(held)
  }

  /** A chat opens where the new begins, so that is asked for first, unless it takes long. */
  async function keptAndNew(chatId: string, held: Window): Promise<Window | undefined> {
    const after = held.version
    const asked = askIn(chatId, (options) => client.messages.changes.query({ chatId, after }, options))
    const late = new Promise<undefined>((resolve) => setTimeout(resolve, patienceMs))
    const changes = await Promise.race([asked, late]).catch(() => undefined)
    if (!changes) return people.currentOld(held)
    return changes.reload ? undefined : withChanges(held, after, people.current(changes))
  }

  function isFirstLook(key: readonly unknown[]): boolean {
    return cache.find(key)?.state.dataUpdateCount === 0
  }

  /** Without an answer there is what was kept; a refusal is an answer. */
  async function orKept<Answer>(asked: Promise<Answer>, keptOne: () => Promise<Answer | undefined> | undefined) {
    try {
      return await asked
    } catch (error) {
      const held = isRefused(error) ? undefined : await keptOne()
      if (held === undefined) throw error
      return people.currentOld(held)
    }
  }

  async function ask<Answer extends object>(call: Call<Answer>): Promise<Answer> {
    const since = heard.now()
    const answer = await answered(call)
    people.learn(answer, since)
    askedAt.set(answer, since)
    return answer
  }

  /** Of a chat that is held here: should the server not know of it, what is held is wrong. */
  async function askIn<Answer extends object>(chatId: string, call: Call<Answer>): Promise<Answer> {
    try {
      return await ask(call)
    } catch (error) {
      if (reasonOf(error) === 'NOT_A_MEMBER' && cache.holds(chatId)) loadChat(chatId)
      throw error
    }
  }

  function isAnswer(read: unknown): boolean {
    return askedAt.has(read as object)
  }

  function mergedList(held: Chat[] = [], read: Chat[]): Chat[] {
    const since = askedAt.get(read) ?? 0
    const heldById = new Map(held.map((chat) => [chat.id, chat]))
    const known = read
      .filter(({ id }) => !heard.isGoneSince(id, since))
      .map((chat) => mergedOne(heldById.get(chat.id), chat, since))
    const readIds = new Set(read.map(({ id }) => id))
    const joined = held.filter(({ id }) => !readIds.has(id) && heard.isToldSince(id, since))
    return newestFirst([...known, ...joined])
  }

  /** What was held may lack what was missed, though it is newer: then it is what was read, with what was heard since. */
  function mergedOne(held: Chat | undefined, read: Chat, since: number): Chat {
    const { id, version } = read
    const whole = heard.sinceMissed(id, version).reduce((chat, message) => withMessage(chat, message, userId), read)
    heard.caughtUp(id, version)
    return merged(held, whole, heard.isToldSince(id, since))
  }

  function withLaterMarks(read: ChatWithMembers): ChatWithMembers {
    return withMarks(read, heard.marksSince(read.id, askedAt.get(read) ?? 0))
  }

  /** What nobody looks at is let go: it is read again when somebody does. */
  async function refetch(queryKey: readonly unknown[]) {
    const isKept = queryKey === chatsKey || cache.isWatched(queryKey)
    if (!isKept) return cache.release(queryKey)
    const query = cache.find(queryKey)
    // The first reading cannot be begun again, so it is waited for.
    if (query?.state.status === 'pending') await query.fetch().catch(() => undefined)
    await query?.fetch(undefined, { cancelRefetch: true })
  }
}

const mostTries = 3
const patienceMs = 1000

/** A refusal stands, unless it says that there is no such chat and there is one by now. */
function mayHelp(isListed: () => boolean) {
  return (count: number, error: unknown) => {
    const isLate = reasonOf(error) === 'NOT_A_MEMBER' && isListed()
    return count < mostTries && (isLate || !isRefused(error))
  }
}
