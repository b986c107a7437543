import 'fake-indexeddb/auto'
import { openDevice as openClient } from '../../src/client/live/testing.ts'
import type { History, Holding } from './history.ts'
import type { Somebody } from './people.ts'

export type Device = ReturnType<typeof openDevice>

/** The web app's own client without its screen: its cache, its outbox, its patience. Looks at these chats, and writes down what they show. */
export function openDevice(
  history: History,
  url: string,
  who: Somebody,
  chatIds: string[],
  name = `${who.name}'s app`,
) {
  const client = openClient({ url }, who, { retryDelayMs: () => 50 + Math.random() * 150 })
  const states = new Map<string, string>()
  const seen = new Map<string, number>()
  for (const chatId of chatIds) client.look({ chatId })
  const stopWatching = client.outbox.entries.subscribe(watchOutbox)
  const stopLooking = client.queryClient.getQueryCache().subscribe(({ type }) => {
    if (type === 'updated') watchWindows()
  })

  return {
    name,
    who,
    client,
    say(chatId: string, text: string): string {
      const id = client.outbox.send({ chatId, text })
      if (!history.sends.has(id)) history.invoke({ id, chatId, senderId: who.id })
      watchOutbox()
      return id
    },
    unsent: () => client.outbox.entries.get().filter(({ state }) => state === 'waiting' || state === 'sending').length,
    isShowing: (chatId: string, version: number) =>
      client.isOnline() && client.window({ chatId })?.version === version && client.chat(chatId)?.version === version,

    /** What it shows, and where that differs from what is fetched afresh. */
    async holdings(): Promise<Holding[]> {
      return Promise.all(
        chatIds.map(async (chatId) => {
          const { messages = [], hasLater } = client.window({ chatId }) ?? {}
          const faults = await differences(chatId)
          if (hasLater !== false) faults.push(`the window of ${chatId} does not reach the end`)
          return {
            receiver: name,
            chatId,
            from: messages[0]?.number ?? 1,
            messages: messages.map(({ number, id, version, text }) => ({ number, id, version, text })),
            faults,
          }
        }),
      )
    },

    stop() {
      stopWatching()
      stopLooking()
      client.stop()
    },
  }

  async function differences(chatId: string): Promise<string[]> {
    const fresh = await who.api.chats.get.query({ chatId })
    const held = client.chat(chatId)
    const keys = ['version', 'lastNumber', 'title', 'unread', 'memberCount', 'role'] as const
    return keys
      .filter((key) => held?.[key] !== fresh[key])
      .map((key) => `${key} is shown as ${held?.[key]} and is ${fresh[key]}`)
  }

  /** The outbox shows every try: its beginning, and how it ended. */
  function watchOutbox() {
    for (const { id, chatId, state, fault } of client.outbox.entries.get()) {
      const before = states.get(id)
      if (before === state) continue
      states.set(id, state)
      if (!history.sends.has(id)) history.invoke({ id, chatId, senderId: who.id })
      if (state === 'sending') history.tries(id)
      if (state === 'waiting' && before === 'sending') history.unknown(id)
      if (state === 'sent') history.ok(id)
      if (state === 'failed') history.refused(id, fault ?? 'no reason')
    }
  }

  function watchWindows() {
    for (const chatId of chatIds) {
      const messages = client.window({ chatId })?.messages ?? []
      const last = seen.get(chatId) ?? 0
      const stretch = ''
      for (const { number, version, id } of messages.slice(messages.findLastIndex((one) => one.number <= last) + 1)) {
        history.receive({ receiver: name, userId: who.id, chatId, number, version, id, stretch, how: 'pull' })
        seen.set(chatId, number)
      }
    }
  }
}
