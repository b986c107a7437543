import type { Chat } from '../trpc.ts'

type Reader = { meId: string; openId: string | undefined; now: Date }

/** The chats in which something was just said that the reader wants to hear of, and does not see. */
export function worthTelling(before: Chat[], after: Chat[], { meId, openId, now }: Reader): Chat[] {
  const known = new Map(before.map((chat) => [chat.id, chat.lastNumber]))
  return after.filter((chat) => {
    const { lastMessage, notify, mutedUntil } = chat
    // A chat that was kept says what was new at another time, and what was said before one came is not new.
    const isNew = chat.version >= 0 && (lastMessage?.number ?? 0) > (known.get(chat.id) ?? chat.joinedNumber)
    if (!isNew || lastMessage?.kind !== 'text' || lastMessage.deletedAt || lastMessage.sender.id === meId) return false
    if (chat.id === openId || lastMessage.number <= chat.readNumber) return false
    if (mutedUntil && mutedUntil > now) return false
    return notify === 'all' || (notify === 'mentions' && lastMessage.mentions.includes(meId))
  })
}
