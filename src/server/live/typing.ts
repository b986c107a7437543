import type { Hub } from './hub.ts'

export type Typing = ReturnType<typeof createTyping>

const oncePerMs = 2000
const mostRemembered = 10_000

/** Tells a chat that somebody types in it, at most every two seconds. Never stored. */
export function createTyping(hub: Hub) {
  const told = new Map<string, number>()
  return function tell(chatId: string, userId: string) {
    const key = `${chatId} ${userId}`
    const now = Date.now()
    if (now - (told.get(key) ?? 0) < oncePerMs) return
    if (told.size > mostRemembered) told.clear()
    told.set(key, now)
    hub.tellChats([chatId], { type: 'typing', chatId, userId })
  }
}
