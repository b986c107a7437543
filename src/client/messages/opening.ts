import type { Chat } from '../trpc.ts'
import { keptPlace } from './places.ts'

export type Opening = {
  /** The number of the message to begin at; without one, the end. */
  at: number | undefined
  why: 'asked' | 'unread' | 'left' | 'end'
  /** Which part of the history to load first, when the newest page does not have it. */
  around: number | undefined
}

const nearEnd = 40

/** Where a chat opens: at the message that was asked for, else at the first unread one, else where it was left, else at its end. */
export function openingOf({ id, unread, readNumber, lastNumber }: Chat, asked: number | undefined): Opening {
  const left = keptPlace(id)
  const at = asked ?? (unread > 0 ? readNumber + 1 : left)
  if (at === undefined) return { at, why: 'end', around: undefined }
  const why = asked !== undefined ? 'asked' : unread > 0 ? 'unread' : 'left'
  return { at, why, around: lastNumber - at > nearEnd ? at : undefined }
}
