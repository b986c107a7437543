import type { News } from '../trpc.ts'
import { createStore } from '../ui/store.ts'

type Of<Type extends News['type']> = Extract<News, { type: Type }>
export type Sight = Of<'presence'>['users'][number]

const typingMs = 5000

/** Who is online, who looks at which chat, who types: what is true now and kept nowhere. */
export function createSeen() {
  const people = createStore<ReadonlyMap<string, Sight>>(new Map())
  const looking = createStore<ReadonlyMap<string, string[]>>(new Map())
  const typists = createStore<ReadonlyMap<string, string[]>>(new Map())
  const connectionId = createStore<string | undefined>(undefined)
  const timers = new Map<string, ReturnType<typeof setTimeout>>()

  return {
    people,
    looking,
    typists,
    connectionId,

    connected: (id: string | undefined) => connectionId.set(id),

    presence({ isWhole, users }: Of<'presence'>) {
      const told = users.map((user) => [user.id, user] as const)
      people.set(new Map(isWhole ? told : [...people.get(), ...told]))
    },

    here: ({ chatId, userIds }: Of<'here'>) => looking.set(new Map(looking.get()).set(chatId, userIds)),

    typing({ chatId, userId }: Of<'typing'>) {
      const key = `${chatId} ${userId}`
      clearTimeout(timers.get(key))
      timers.set(
        key,
        setTimeout(() => stopped(chatId, userId), typingMs),
      )
      type(chatId, (userIds) => (userIds.includes(userId) ? userIds : [...userIds, userId]))
    },

    /** What somebody typed has come. */
    stopped,
  }

  function stopped(chatId: string, userId: string) {
    clearTimeout(timers.get(`${chatId} ${userId}`))
    if (typists.get().get(chatId)?.includes(userId)) type(chatId, (userIds) => userIds.filter((id) => id !== userId))
  }

  function type(chatId: string, change: (userIds: string[]) => string[]) {
    typists.set(new Map(typists.get()).set(chatId, change(typists.get().get(chatId) ?? [])))
  }
}
