import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { Chat, ChatWithMembers, Me } from '../trpc.ts'
import type { Window } from './windows.ts'

export type Kept = ReturnType<typeof openKept>

type Schema = DBSchema & { entries: { key: string; value: unknown } }

const name = 'parley-kept'
const mostChats = 200
/** Of each chat the end, about two screens: what is read without a network. */
const mostMessages = 100
const pauseMs = 500

let opened: Promise<IDBPDatabase<Schema> | undefined> | undefined

/**
 * What the browser keeps of the server's state, so that the app opens at once and without a network. It is never believed:
 * each chat is kept with its version, and the heads say whether there is more. Where the browser keeps nothing, nothing is lost.
 */
export function openKept(userId: string) {
  const own = (part: string) => `${userId} ${part}`
  const changed = new Map<string, unknown>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let isStopped = false

  return {
    start: () => void (isStopped = false),
    /** Nothing is written any more. */
    stop() {
      isStopped = true
      clearTimeout(timer)
      changed.clear()
    },

    epoch: () => read<string>(own('epoch')),
    chats: () => read<Chat[]>(own('chats')),
    members: (chatId: string) => read<ChatWithMembers>(own(`members ${chatId}`)),
    window: (chatId: string) => read<Window>(own(`window ${chatId}`)),

    keepEpoch: (epoch: string) => write('epoch', epoch),
    keepChats: (chats: Chat[]) => write('chats', chats.slice(0, mostChats)),
    keepMembers: (chat: ChatWithMembers) => write(`members ${chat.id}`, chat),
    keepWindow(chatId: string, window: Window) {
      if (window.hasLater) return
      const messages = window.messages.slice(-mostMessages)
      const hasEarlier = window.hasEarlier || messages.length < window.messages.length
      write(`window ${chatId}`, { ...window, messages, hasEarlier })
    },

    async forget(chatId: string) {
      for (const part of [`members ${chatId}`, `window ${chatId}`]) changed.delete(own(part))
      await attempt((database) =>
        Promise.all([
          database.delete('entries', own(`members ${chatId}`)),
          database.delete('entries', own(`window ${chatId}`)),
        ]),
      )
    },
    /** The user is in these chats and in no other. */
    async retain(chatIds: Set<string>) {
      const keys = (await attempt((database) => database.getAllKeys('entries'))) ?? []
      for (const key of keys) {
        const [, chatId] = /^\S+ (?:members|window) (\S+)$/.exec(key) ?? []
        if (chatId && key.startsWith(own('')) && !chatIds.has(chatId))
          await attempt((database) => database.delete('entries', key))
      }
    },
  }

  function write(part: string, value: unknown) {
    if (isStopped) return
    changed.set(own(part), value)
    timer ??= setTimeout(() => void flush(), pauseMs)
  }

  async function flush() {
    timer = undefined
    const entries = [...changed]
    changed.clear()
    await attempt(async (database) => {
      if (isStopped) return
      const { store, done } = database.transaction('entries', 'readwrite')
      await Promise.all([...entries.map(([key, value]) => store.put(value, key)), done])
    })
  }
}

/** Who was signed in here last. */
export const keptMe = () => read<Me>('me')

/** What another user left here goes. */
export async function keepMe(me: Me) {
  if ((await keptMe())?.user.id !== me.user.id) await clearKept()
  await attempt((database) => database.put('entries', me, 'me'))
}

/** Nobody is signed in: nothing of him stays. */
export async function clearKept() {
  await attempt((database) => database.clear('entries'))
}

async function read<Value>(key: string): Promise<Value | undefined> {
  return (await attempt((database) => database.get('entries', key))) as Value | undefined
}

async function attempt<Answer>(work: (database: IDBPDatabase<Schema>) => Promise<Answer>): Promise<Answer | undefined> {
  opened ??= openDB<Schema>(name, 1, { upgrade: (database) => void database.createObjectStore('entries') }).catch(
    () => undefined,
  )
  const database = await opened
  return database && work(database).catch(() => undefined)
}
