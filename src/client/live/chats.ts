import type { Chat, Message, News } from '../trpc.ts'

type Read = Extract<News, { type: 'read' }>

/** The chat after a message was said or changed in it. */
export function withMessage<One extends Chat>(chat: One, message: Message, userId: string): One {
  if (message.version <= chat.version) return chat
  const isNew = message.number > chat.lastNumber
  const isOwn = isNew && message.kind === 'text' && message.sender.id === userId
  const said = Math.max(chat.said, message.said)
  const mark = isOwn
    ? { readNumber: message.number, readSaid: message.said, readVersion: chat.readVersion + 1 }
    : { readNumber: chat.readNumber, readSaid: chat.readSaid, readVersion: chat.readVersion }
  const isMentioned = message.mentions.includes(userId)
  const others = chat.mentioned.filter((number) => number !== message.number)
  const isLast = !chat.lastMessage || message.number >= chat.lastMessage.number
  return {
    ...chat,
    ...whatHappened(chat, message, userId),
    ...mark,
    version: message.version,
    lastNumber: Math.max(chat.lastNumber, message.number),
    said,
    unread: unreadOf(said, mark.readSaid),
    mentioned: unreadMentions(isMentioned ? [...others, message.number] : others, mark.readNumber),
    lastMessage: isLast ? message : chat.lastMessage,
    activeAt: isNew ? message.createdAt : chat.activeAt,
  }
}

function whatHappened(chat: Chat, { event, sender }: Message, userId: string): Partial<Chat> {
  if (!event) return {}
  const { type, userIds } = event
  const role = type === 'left' && event.ownerId === userId ? 'owner' : chat.role
  if (type === 'created' || type === 'renamed') return { title: event.title }
  if (type === 'joined') return { memberCount: chat.memberCount + userIds.length }
  if (type === 'left' || type === 'removed') return { memberCount: chat.memberCount - userIds.length, role }
  if (userIds.includes(userId)) return { role: event.role }
  // There is one owner: who makes another one the owner is an admin from then on.
  return event.role === 'owner' && sender.id === userId ? { role: 'admin' } : {}
}

/** The chat after the user's own mark moved; undefined when something in between was not heard, and only a look can tell. */
export function withMark<One extends Chat>(chat: One, { number, said, readVersion }: Read): One | undefined {
  if (readVersion <= chat.readVersion) return chat
  const isNext = readVersion === chat.readVersion + 1 && number > chat.readNumber
  if (!isNext) return undefined
  return {
    ...chat,
    readNumber: number,
    readSaid: said,
    readVersion,
    unread: unreadOf(chat.said, said),
    mentioned: unreadMentions(chat.mentioned, number),
  }
}

/** What was held and what was read, each of them perhaps newer in part: the newer of each part. */
export function merged<One extends Chat>(held: Chat | undefined, read: One, areSettingsHeld: boolean): One {
  // Who left and came back has a new membership, with marks of its own.
  if (!held || read.joinedNumber > held.joinedNumber) return { ...read, ...partsOf(read) }
  if (read.joinedNumber < held.joinedNumber) return { ...read, ...held }
  const isNewer = read.version >= held.version
  const newer = isNewer ? read : held
  // A mark on a message that the reading did not know was set after it.
  const isMarkNewer = read.readVersion >= held.readVersion && read.lastNumber >= held.readNumber
  const mark = isMarkNewer ? read : held
  const settings = areSettingsHeld ? held : read
  // The newer of both knows every mention above its mark, and only the other one those that its own mark leaves unread.
  const mentioned = [...mark.mentioned.filter((number) => number <= newer.readNumber), ...newer.mentioned]
  return {
    ...read,
    ...partsOf(newer),
    readNumber: mark.readNumber,
    readSaid: mark.readSaid,
    readVersion: Math.max(read.readVersion, held.readVersion),
    unread: unreadOf(newer.said, mark.readSaid),
    mentioned: unreadMentions(mentioned, mark.readNumber),
    notify: settings.notify,
    mutedUntil: settings.mutedUntil,
  }
}

/** What changes with the version of a chat. */
function partsOf(chat: Chat) {
  const { version, lastNumber, said, title, memberCount, role, joinedNumber, peer, lastMessage } = chat
  const activeAt = lastMessage?.createdAt ?? chat.activeAt
  return { version, lastNumber, said, title, memberCount, role, joinedNumber, peer, lastMessage, activeAt }
}

/** As it was held by a database that is no more: whatever is read next is newer. */
export function outdated<One extends Chat>(chat: One): One {
  return { ...chat, version: -1, readVersion: -1, readNumber: 0 }
}

/** Kept while something in between may still have been on its way: whatever is read next is newer. */
export function unsure(chat: Chat): Chat {
  return { ...chat, version: -1, readVersion: -1 }
}

export function newestFirst(chats: Chat[]): Chat[] {
  return chats.toSorted(
    (one, other) => other.activeAt.getTime() - one.activeAt.getTime() || (one.id < other.id ? -1 : 1),
  )
}

function unreadOf(said: number, readSaid: number): number {
  return Math.max(0, said - readSaid)
}

function unreadMentions(numbers: number[], readNumber: number): number[] {
  return numbers.filter((number) => number > readNumber).toSorted((one, other) => one - other)
}
