import type { Client } from '../trpc.ts'
import type { Cache } from './cache.ts'
import { answered } from './deadline.ts'
import { isRefused } from './faults.ts'
import type { Patience } from './patience.ts'

type Parts = { client: Client; cache: Cache; patience: Patience; everyMs?: number }

/** Tells the server how far the user has read: the furthest of what was seen, a few times a second at most. */
export function createMarks({ client, cache, patience, everyMs = 300 }: Parts) {
  const wanted = new Map<string, number>()

  const tell = patience.coalesce(async (chatId) => {
    await new Promise((resolve) => setTimeout(resolve, everyMs))
    const number = wanted.get(chatId)
    if (number === undefined) return
    await answered((options) => client.chats.read.mutate({ chatId, number }, options)).catch((error: unknown) => {
      if (!isRefused(error)) throw error
    })
    if (wanted.get(chatId) === number) wanted.delete(chatId)
  })

  return {
    /** Of a message that is stored. It may be shown before the list of chats knows of it. */
    markRead(chatId: string, number: number) {
      const { readNumber = 0 } = cache.chat(chatId) ?? {}
      if (number <= Math.max(readNumber, wanted.get(chatId) ?? 0)) return
      wanted.set(chatId, number)
      tell(chatId)
    },
    forget: (chatId: string) => void wanted.delete(chatId),
  }
}
