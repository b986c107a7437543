import type { Chat } from '../trpc.ts'

/** A direct chat that somebody else opened is a chat once something is said in it. */
export function isShown({ kind, lastNumber, createdBy }: Chat, meId: string): boolean {
  return kind !== 'direct' || lastNumber > 0 || createdBy === meId
}

/** What stands in the list, in its order; the open chat always does. */
export function shownChats(chats: Chat[], meId: string, openId: string | undefined): Chat[] {
  return chats.filter((chat) => isShown(chat, meId) || chat.id === openId)
}
