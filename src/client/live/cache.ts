import type { Query, QueryClient } from '@tanstack/react-query'
import { getQueryKey } from '@trpc/react-query'
import { createUtils, trpc, type Chat, type ChatWithMembers, type Client } from '../trpc.ts'
import { newestFirst } from './chats.ts'
import { type Named, withPerson } from './people.ts'
import type { Window } from './windows.ts'

export type Cache = ReturnType<typeof createCache>
/** Which window of a chat: the one at its end, or the one that was opened around a number. */
export type Place = { chatId: string; around?: number }
type Key = readonly unknown[]

export const chatsKey = getQueryKey(trpc.chats.list, undefined, 'query')
export const chatKey = (chatId: string) => getQueryKey(trpc.chats.get, { chatId }, 'query')
export const windowKey = (place: Place) => getQueryKey(trpc.messages.list, place, 'query')
const allChats = getQueryKey(trpc.chats.get)
const allWindows = getQueryKey(trpc.messages.list)

/** What is held of the server's state, under the keys that tRPC's hooks use. */
export function createCache(client: Client, queryClient: QueryClient) {
  const utils = createUtils(client, queryClient)
  const queries = queryClient.getQueryCache()

  const chats = () => utils.chats.list.getData()
  const windows = (chatId?: string) =>
    queries
      .findAll({ queryKey: allWindows })
      .map(placeOf)
      .filter((place) => chatId === undefined || place.chatId === chatId)

  return {
    find: (key: Key) => queries.find({ queryKey: key, exact: true }),
    isWatched: (key: Key) => queries.find({ queryKey: key, exact: true })?.isActive() ?? false,
    hasFailed: (key: Key) => queries.find({ queryKey: key, exact: true })?.state.status === 'error',
    release,

    chats,
    chat: (chatId: string) => chats()?.find(({ id }) => id === chatId),
    /** The chat is in the list, or something of it has been read. */
    holds: (chatId: string) =>
      (chats() ?? []).some(({ id }) => id === chatId) ||
      utils.chats.get.getData({ chatId }) !== undefined ||
      windows(chatId).some((place) => utils.messages.list.getData(place) !== undefined),
    setChats,
    changeChat(chatId: string, change: (chat: Chat) => Chat) {
      setChats((held) => held.map((chat) => (chat.id === chatId ? change(chat) : chat)))
    },

    /** The chats that are held with their members. */
    opened: () => queries.findAll({ queryKey: allChats }).map((query) => placeOf(query).chatId),
    changeMembers(chatId: string, change: (chat: ChatWithMembers) => ChatWithMembers) {
      utils.chats.get.setData({ chatId }, (chat) => chat && change(chat))
    },

    windows,
    window: (place: Place) => utils.messages.list.getData(place),
    setWindow(place: Place, change: (window: Window) => Window) {
      utils.messages.list.setData(place, (window) => window && change(window))
    },

    /** Calls back whenever the list has changed. */
    onChats: (listener: () => void) =>
      queries.subscribe((event) => {
        const isChange = event.type === 'updated' && event.action.type === 'success'
        if (isChange && isUnder(event.query, chatsKey)) listener()
      }),
    /** Calls back whenever a chat was read with its members, or they have changed. */
    onMembers: (listener: (chat: ChatWithMembers) => void) =>
      queries.subscribe((event) => {
        const isChange = event.type === 'updated' && event.action.type === 'success'
        if (isChange && isUnder(event.query, allChats)) listener(event.query.state.data as ChatWithMembers)
      }),
    /** Calls back whenever a window has changed or gone. */
    onWindow: (listener: (place: Place) => void) =>
      queries.subscribe((event) => {
        const isChange = event.type === 'removed' || (event.type === 'updated' && event.action.type === 'success')
        if (isChange && isUnder(event.query, allWindows)) listener(placeOf(event.query))
      }),

    rename(person: Named) {
      for (const { queryKey, state } of queries.getAll()) {
        const next = withPerson(state.data, person)
        if (next !== state.data) queryClient.setQueryData(queryKey, next)
      }
    },

    /** Whoever looks at it sees at once that it is gone. */
    drop(chatId: string) {
      setChats((held) => held.filter(({ id }) => id !== chatId))
      for (const key of [chatKey(chatId), ...windows(chatId).map(windowKey)]) {
        const isWatched = queries.find({ queryKey: key, exact: true })?.isActive()
        if (isWatched) void queryClient.resetQueries({ queryKey: key, exact: true })
        else release(key)
      }
    },
  }

  function setChats(change: (chats: Chat[]) => Chat[]) {
    utils.chats.list.setData(undefined, (held) => held && newestFirst(change(held)))
  }

  function release(key: Key) {
    queryClient.removeQueries({ queryKey: key, exact: true })
  }
}

function placeOf({ queryKey }: Query): Place {
  return (queryKey as ReturnType<typeof windowKey>)[1]?.input as Place
}

function isUnder({ queryKey: [path] }: Query, [parent]: Key): boolean {
  return String(path) === String(parent)
}
