import type { Faker } from '@faker-js/faker'
import type { ChatEvent } from '../../src/server/database/tables.ts'
import type { Plan } from './chats.ts'
import type { Deed } from './talk.ts'

export type Transcript = { version: number; said: number; messages: Message[]; reactions: Map<string, Reaction> }

type Message = {
  chatId: string
  number: number
  id: string
  version: number
  said: number
  senderId: string
  kind: 'text' | 'system'
  text: string
  event: ChatEvent | null
  replyTo: string | null
  createdAt: Date
  editedAt: Date | null
  deletedAt: Date | null
}
type Reaction = { chatId: string; number: number; emoji: string; userId: string; createdAt: Date }

/** Does in memory what the functions of the database do: each deed takes a version, each message a number. */
export function writeTranscript(chatId: string, deeds: Deed[]): Transcript {
  const transcript: Transcript = { version: 0, said: 0, messages: [], reactions: new Map() }
  const byId = new Map<string, Message>()
  for (const deed of deeds) {
    if (deed.type === 'say' || deed.type === 'tell') byId.set(deed.id, addMessage(transcript, chatId, deed))
    else change(transcript, byId.get(deed.id), deed)
  }
  return transcript
}

function addMessage(transcript: Transcript, chatId: string, deed: Extract<Deed, { type: 'say' | 'tell' }>): Message {
  const isText = deed.type === 'say'
  if (isText) transcript.said++
  const message: Message = {
    chatId,
    number: transcript.messages.length + 1,
    id: deed.id,
    version: ++transcript.version,
    said: transcript.said,
    senderId: deed.userId,
    kind: isText ? 'text' : 'system',
    text: isText ? deed.text : '',
    event: isText ? null : deed.event,
    replyTo: isText ? deed.replyTo : null,
    createdAt: new Date(deed.at),
    editedAt: null,
    deletedAt: null,
  }
  transcript.messages.push(message)
  return message
}

function change(
  transcript: Transcript,
  message: Message | undefined,
  deed: Extract<Deed, { type: 'edit' | 'remove' | 'react' }>,
) {
  if (!message || message.deletedAt) return
  const at = new Date(deed.at)
  const { chatId, number } = message
  if (deed.type === 'react') {
    const { emoji, userId } = deed
    const key = `${number} ${emoji} ${userId}`
    if (transcript.reactions.has(key)) return
    transcript.reactions.set(key, { chatId, number, emoji, userId, createdAt: at })
  } else if (deed.type === 'edit') {
    message.text = deed.text
    message.editedAt = at
  } else {
    message.text = ''
    message.deletedAt = at
    for (const [key, reaction] of transcript.reactions) if (reaction.number === number) transcript.reactions.delete(key)
  }
  message.version = ++transcript.version
}

/** Most have read everything; some are a little behind, a few far. Nobody is behind his own words. */
export function placeMarks(faker: Faker, { id: chatId, kind, stays }: Plan, { messages }: Transcript, until: number) {
  const ownLast = new Map(
    messages.filter(({ kind }) => kind === 'text').map(({ senderId, number }) => [senderId, number]),
  )
  const joined = new Map(
    messages.flatMap(({ event, number }) => entered(event).map((userId) => [userId, number] as const)),
  )
  return stays
    .filter((stay) => stay.until > until)
    .map(({ person, role, from }) => {
      const joinedNumber = kind === 'group' ? (joined.get(person.id) ?? 1) : 0
      const readNumber = Math.max(joinedNumber, ownLast.get(person.id) ?? 0, inventMark(faker, messages.length))
      const readSaid = messages[readNumber - 1]?.said ?? 0
      return { chatId, userId: person.id, role, joinedAt: new Date(from), joinedNumber, readNumber, readSaid }
    })
}

function entered(event: ChatEvent | null): string[] {
  return event?.type === 'created' || event?.type === 'joined' ? event.userIds : []
}

function inventMark(faker: Faker, last: number) {
  const chance = faker.number.float()
  if (chance < 0.65) return last
  if (chance < 0.92) return Math.max(0, last - faker.number.int({ min: 1, max: 40 }))
  return faker.number.int({ max: last })
}
