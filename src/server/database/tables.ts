import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { Language } from '../../schemas.ts'

type Now = ColumnType<Date, Date | undefined, Date>
type Maybe<T> = ColumnType<T | null, T | null | undefined, T | null>

export type Tables = {
  epochs: { id: Generated<string> }
  users: {
    id: string
    username: string
    displayName: string
    email: Maybe<string>
    emailVerifiedAt: Maybe<Date>
    passwordHash: Maybe<string>
    kind: Generated<'guest' | 'person' | 'bot'>
    isAdmin: Generated<boolean>
    avatar: Maybe<string>
    createdAt: Now
    updatedAt: Now
    lastSeenAt: Maybe<Date>
    hidesPresence: Generated<boolean>
    hidesReceipts: Generated<boolean>
    disabledAt: Maybe<Date>
    deletedAt: Maybe<Date>
  }
  sessions: {
    id: Generated<string>
    secretHash: Buffer
    userId: string
    device: string
    browser: Maybe<string>
    system: Maybe<string>
    address: string
    createdAt: Now
    lastUsedAt: Now
    expiresAt: Date
    endsAt: Date
  }
  chats: {
    id: string
    kind: 'direct' | 'group'
    title: Maybe<string>
    directKey: Maybe<string>
    createdBy: Maybe<string>
    createdAt: Now
    version: Generated<number>
    lastNumber: Generated<number>
    said: Generated<number>
    lastMessageAt: Maybe<Date>
    memberCount: Generated<number>
  }
  members: {
    chatId: string
    userId: string
    role: Generated<'owner' | 'admin' | 'member'>
    joinedAt: Now
    joinedNumber: Generated<number>
    readNumber: Generated<number>
    readSaid: Generated<number>
    readVersion: Generated<number>
    mutedUntil: Maybe<Date>
    markedAt: Maybe<Date>
    notify: Generated<'all' | 'mentions' | 'nothing'>
  }
  messages: {
    chatId: string
    number: number
    id: string
    version: number
    said: number
    senderId: string
    kind: Generated<'text' | 'system'>
    text: Generated<string>
    event: JSONColumnType<ChatEvent> | null
    replyTo: Maybe<string>
    createdAt: Now
    editedAt: Maybe<Date>
    deletedAt: Maybe<Date>
  }
  reactions: { chatId: string; number: number; emoji: string; userId: string; createdAt: Now }
  settings: { name: string; content: JSONColumnType<Record<string, string>> }
  avatars: { userId: string; version: string; image: Buffer }
  pushTargets: {
    endpoint: string
    userId: string
    sessionId: string
    p256dh: string
    auth: string
    language: ColumnType<Language, Language | undefined, Language>
    createdAt: Now
  }
  mailCodes: { codeHash: Buffer; userId: string; purpose: 'verify' | 'reset'; email: string; expiresAt: Date }
  audits: { id: string; adminId: string; act: string; about: JSONColumnType<Record<string, string | null>>; at: Now }
  mentions: { chatId: string; number: number; userId: string }
  presences: {
    connectionId: string
    userId: string
    processId: string
    sessionId: Maybe<string>
    lookingAt: Maybe<string>
    expiresAt: Date
  }
  limits: { key: string; points: number; expire: string | null }
}

/** What happened in a chat, told in a message of kind `system`. `userIds` are the people whom it happened to. */
export type ChatEvent =
  | { type: 'created'; userIds: string[]; title: string }
  | { type: 'joined'; userIds: string[] }
  | { type: 'left'; userIds: string[]; ownerId: string | null }
  | { type: 'removed'; userIds: string[] }
  | { type: 'renamed'; userIds: string[]; title: string }
  | { type: 'role'; userIds: string[]; role: 'owner' | 'admin' | 'member' }
