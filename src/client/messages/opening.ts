import type { Chat } from '../trpc.ts'
import { keptPlace, type Place } from './places.ts'

export type Opening = {
  /** The number of the message to begin at; without one, the end. */
  at: number | undefined
  /** How far that message is scrolled out at the top. */
  offset: number
  why: 'asked' | 'unread' | 'left' | 'end'
  /** Which part of the history to load first, when the newest page does not have it. */
  around: number | undefined
}

const nearEnd = 40
/** As high as the beginning of a chat, and as what stands there while earlier messages are loaded: nothing moves. */
export const headPx = 148
/** What begins at a message shows a little of what was said before it. */
const marginPx = 88

export const atEnd: Opening = { at: undefined, offset: 0, why: 'end', around: undefined }

/** Where a chat opens: at the message that was asked for, else at the first unread one, else where it was left, else at its end. */
export function openingOf(chat: Chat, asked: number | undefined): Opening {
  if (asked !== undefined) return openingAt(chat, asked, 'asked')
  if (chat.unread > 0) return openingAt(chat, chat.readNumber + 1, 'unread')
  const left = keptPlace(chat.id)
  return left ? openingLeft(chat, left) : atEnd
}

export function openingAt({ lastNumber }: Chat, at: number, why: 'asked' | 'unread'): Opening {
  return { at, offset: at === 1 ? -headPx : -marginPx, why, around: aroundOf(lastNumber, at) }
}

export function openingLeft({ lastNumber }: Chat, { number, offset }: Place): Opening {
  return { at: number, offset, why: 'left', around: aroundOf(lastNumber, number) }
}

function aroundOf(lastNumber: number, at: number): number | undefined {
  return lastNumber - at > nearEnd ? at : undefined
}
