import type { Person } from '../database/people.ts'
import type { News } from './news.ts'

/** Stands for a version: the chat is no more. */
export const gone = -1

/** What processes tell one another. Whoever hears it twice, late or never must not be wrong for long. */
export type Note =
  /** A chat has reached a version, or is `gone`. What changed is read from the database. */
  | { type: 'changed'; chatId: string; version: number }
  /** These users have become members: their memberships are read from the database. */
  | { type: 'joined'; chatId: string; userIds: string[] }
  /** News without a version, for followers who are these users, or who follow these chats. */
  | { type: 'users'; userIds: string[]; news: News }
  | { type: 'chats'; chatIds: string[]; news: News }
  /** Their sockets are closed. */
  | { type: 'sessions'; sessionIds: string[] }
  /** Somebody came, went or looked elsewhere. */
  | { type: 'presence' }
  /** A conversation off the record goes on since then; it is over since then. */
  | { type: 'begun'; whisperId: string; people: [Person, Person]; at: number }
  | { type: 'over'; whisperId: string; userIds: string[]; why: 'ended' | 'left'; at: number }
  /** A process wants to know which go on. */
  | { type: 'which' }
  /** Something said off the record, to be told to somebody; and that it was. */
  | { type: 'said'; userId: string; from: string; saidId: string; news: News }
  | { type: 'heard'; processId: string; saidId: string }
