import type { Chat, Message, Person } from '../trpc.ts'

export const ada = human('ada')
export const bob = human('bob')

export function human(name: string, change: Partial<Person> = {}): Person {
  return { id: name, username: name, displayName: name, kind: 'person', avatar: null, isDeleted: false, ...change }
}

/** A message of bob, with this number as its version too. */
export function message(number: number, change: Partial<Message> = {}): Message {
  return {
    chatId: 'engines',
    number,
    id: `message ${number}`,
    version: number,
    said: number,
    sender: bob,
    kind: 'text',
    text: `words ${number}`,
    event: null,
    replyTo: null,
    createdAt: new Date(number),
    editedAt: null,
    deletedAt: null,
    reactions: [],
    mentions: [],
    ...change,
  }
}

/** A group with five messages of which ada has read three. */
export function group(change: Partial<Chat> = {}): Chat {
  return {
    id: 'engines',
    kind: 'group',
    title: 'Engines',
    version: 5,
    lastNumber: 5,
    said: 5,
    readNumber: 3,
    readSaid: 3,
    unread: 2,
    readVersion: 1,
    mentioned: [],
    role: 'member',
    joinedNumber: 1,
    mutedUntil: null,
    notify: 'all',
    createdBy: 'bob',
    createdAt: new Date(0),
    activeAt: new Date(5),
    memberCount: 3,
    peer: null,
    lastMessage: message(5),
    ...change,
  }
}
