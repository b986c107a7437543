import type { Message } from '../database/messages.ts'
import type { Person } from '../database/people.ts'

/** What a client that follows is told. Hearing anything twice changes nothing. */
export type News =
  /** The newest version of every chat of the user. A client that holds less pulls `messages.changes`; with another epoch it loads afresh. The first of a connection say whose they are. */
  | { type: 'heads'; epoch: string; chats: Record<string, number>; connectionId?: string; userId?: string }
  /** A message as it now stands. Whoever holds the chat at `after` or later has missed nothing up to `message.version`. */
  | { type: 'message'; after: number; message: Message }
  /** The user is in this chat now, or (`isGone`) no longer. */
  | { type: 'chat'; chatId: string; isGone: boolean }
  /** Somebody has read the chat up to a number: the user himself, or another who shows receipts. */
  | { type: 'read'; chatId: string; userId: string; number: number; said: number; readVersion: number }
  /** A user changed his name or picture. */
  | { type: 'person'; person: Person }
  /** Who of those with whom the user shares a chat is online; `isWhole` says that nobody else is. */
  | { type: 'presence'; isWhole: boolean; users: Seen[] }
  /** Who looks at the chat now. */
  | { type: 'here'; chatId: string; userIds: string[] }
  /** Somebody is typing: true for five seconds, unless it is said again. */
  | { type: 'typing'; chatId: string; userId: string }
  /** Off the record, stored nowhere: begun, or something said. */
  | {
      type: 'whisper'
      whisperId: string
      peer: Person
      said?: { id: string; senderId: string; text: string; at: Date }
    }
  | { type: 'ended'; whisperId: string; why: 'ended' | 'left' }

export type Seen = { id: string; isOnline: boolean; lastSeenAt: Date | null }
