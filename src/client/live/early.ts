import type { Client } from '../trpc.ts'
import type { Place } from './cache.ts'
import { pageSize } from './pageSize.ts'

export type Early = ReturnType<typeof earlyOf>

let asked: Early | undefined

/** Asks for what the address wants while the app is still being made ready. Of use to the first who looks, and while nothing was heard. */
export function askEarly(client: Client) {
  asked = earlyOf(client, location.pathname)
}

export function takeEarly(): Early | undefined {
  const early = asked
  asked = undefined
  return early
}

/** The chats, and the end of the one that the path names. */
export function earlyOf(client: Client, path: string) {
  const [, chatId] = /^\/chats\/([\da-f-]{36})\/?$/.exec(path) ?? []
  const chats = once(client.chats.list.query())
  const window = chatId === undefined ? undefined : once(client.messages.list.query({ chatId, limit: pageSize }))
  return {
    chats,
    window: (place: Place) => (place.chatId === chatId && place.around === undefined ? window?.() : undefined),
  }
}

/** The first who asks gets the answer; whoever asks again after a failure asks the server. */
function once<Answer>(answer: Promise<Answer>): () => Promise<Answer> | undefined {
  let left: Promise<Answer> | undefined = answer
  answer.catch(() => undefined)
  return () => {
    const taken = left
    left = undefined
    return taken
  }
}
