import { v5 as uuid } from 'uuid'
import type { ChatEvent } from '../../src/server/database/tables.ts'
import type { Happening } from './irc.ts'
import { splitText } from './lines.ts'

export type Message = {
  chatId: string
  number: number
  id: string
  version: number
  said: number
  senderId: string
  kind: 'text' | 'system'
  text: string
  event: ChatEvent | null
  createdAt: Date
}
export type Membership = { userId: string; joinedAt: Date; joinedNumber: number }
export type History = {
  /** Names by the ids of their users. */
  people: Map<string, string>
  messages: Message[]
  members: Map<string, Membership>
  said: number
  /** What the log does not say and the chat needs: each a message more than there are lines. */
  added: Record<'beginning' | 'joined unseen' | 'name passed on' | 'rest of a long line', number>
  rejoined: number
}

type Chat = { id: string; title: string; narratorId: string; otherIds?: string[] }
type Room = History & { chat: Chat }
type Place = Pick<Happening, 'line' | 'at'>
type Content = Pick<Message, 'senderId' | 'kind' | 'text' | 'event'>

const namespace = '5f2b0f0e-6f0c-4d1e-9a57-0c2f4c1f8a61'
const longestMessage = 4000

/** The same name is the same user in every log; IRC does not tell capitals apart. */
export function userIdOf(name: string) {
  return uuid(`irc ${name.toLowerCase()}`, namespace)
}

/** The same log is the same chat. */
export function chatIdOf(content: string) {
  return uuid(`log ${content}`, namespace)
}

/** Plays the log: numbers and memberships come out as if everything had been done here. */
export function playHistory(happenings: Happening[], chat: Chat): History {
  const room: Room = {
    chat,
    people: new Map(),
    members: new Map(),
    messages: [],
    said: 0,
    added: { beginning: 1, 'joined unseen': 0, 'name passed on': 0, 'rest of a long line': 0 },
    rejoined: 0,
  }
  begin(room, happenings)
  for (const happening of happenings) play(room, happening)
  return room
}

/** Whoever acts before he is seen to join was there from the start. */
function begin(room: Room, happenings: Happening[]) {
  const { title, narratorId, otherIds = [] } = room.chat
  const at = happenings[0]?.at ?? new Date(0)
  const seen = new Set<string>()
  const present = new Set([narratorId, ...otherIds])
  for (const happening of happenings) {
    for (const name of actorsOf(happening)) {
      const userId = meet(room, name)
      const isNew = !seen.has(userId)
      if (isNew && happening.type !== 'joined') present.add(userId)
      seen.add(userId)
    }
    if (happening.type === 'renamed') seen.add(meet(room, happening.newName))
  }
  const userIds = [...present]
  tell(room, { line: 0, at }, narratorId, { type: 'created', title, userIds })
  for (const userId of userIds) enter(room, userId, at)
}

function play(room: Room, happening: Happening) {
  if (happening.type === 'noted') return say(room, happening, room.chat.narratorId, happening.text)
  const userId = meet(room, happening.name)
  switch (happening.type) {
    case 'said':
      admit(room, happening, userId)
      return say(room, happening, userId, happening.text)
    case 'did':
      admit(room, happening, userId)
      return say(room, happening, userId, `/me ${happening.text}`.trim())
    case 'joined':
      if (room.members.has(userId)) room.rejoined++
      return join(room, happening, userId)
    case 'left':
      return leave(room, happening, userId, happening.text)
    case 'removed': {
      const removerId = meet(room, happening.by)
      admit(room, happening, removerId)
      room.members.delete(userId)
      return tell(room, happening, removerId, { type: 'removed', userIds: [userId] }, happening.text)
    }
    case 'renamed':
      admit(room, happening, userId)
      say(room, happening, userId, `/me is now known as ${happening.newName}`)
      return passOn(room, happening, userId, meet(room, happening.newName))
  }
}

/** Each name is its own user: names pass from one person to the next, and old lines must keep the name that they were said under. */
function passOn(room: Room, place: Place, oldId: string, newId: string) {
  if (oldId === newId) return
  leave(room, place, oldId)
  room.added['name passed on']++
  if (room.members.has(newId)) return
  join(room, place, newId)
  room.added['name passed on']++
}

/** Only members speak: the log has missed how this one came in. */
function admit(room: Room, place: Place, userId: string) {
  if (room.members.has(userId)) return
  join(room, place, userId)
  room.added['joined unseen']++
}

function join(room: Room, place: Place, userId: string) {
  tell(room, place, userId, { type: 'joined', userIds: [userId] })
  enter(room, userId, place.at)
}

function leave(room: Room, place: Place, userId: string, text = '') {
  room.members.delete(userId)
  tell(room, place, userId, { type: 'left', userIds: [userId], ownerId: null }, text)
}

function enter({ members, messages }: Room, userId: string, joinedAt: Date) {
  if (!members.has(userId)) members.set(userId, { userId, joinedAt, joinedNumber: messages.length })
}

function say(room: Room, place: Place, senderId: string, text: string) {
  const pieces = splitText(text, longestMessage)
  room.added['rest of a long line'] += pieces.length - 1
  for (const piece of pieces) {
    room.said++
    add(room, place, { senderId, kind: 'text', text: piece, event: null })
  }
}

function tell(room: Room, place: Place, senderId: string, event: ChatEvent, text = '') {
  add(room, place, { senderId, kind: 'system', text, event })
}

function add({ chat, messages, said }: Room, { line, at }: Place, content: Content) {
  const number = messages.length + 1
  const id = uuid(`${line} ${number}`, chat.id)
  messages.push({ chatId: chat.id, number, id, version: number, said, createdAt: at, ...content })
}

function meet({ people }: Room, name: string) {
  const userId = userIdOf(name)
  if (!people.has(userId)) people.set(userId, name)
  return userId
}

function actorsOf(happening: Happening) {
  if (happening.type === 'noted') return []
  return happening.type === 'removed' ? [happening.name, happening.by] : [happening.name]
}
