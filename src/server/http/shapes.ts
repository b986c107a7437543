import * as z from 'zod/mini'
import type { News } from '../live/news.ts'

/** What the API gives, for readers in other languages: what is not named here may be there as well. */
export const shapes = z.registry<{ id: string }>()

function shape<Schema extends z.core.$ZodType>(name: string, schema: Schema): Schema {
  shapes.add(schema, { id: name })
  return schema
}

const text = z.string()
const id = z.uuid()
const whole = z.int()
const yesOrNo = z.boolean()
const time = z.date()
const maybe = z.nullable

export const person = shape(
  'Person',
  z.looseObject({
    id,
    username: text,
    displayName: text,
    kind: z.enum(['guest', 'person', 'bot']),
    avatar: maybe(text),
    isDeleted: yesOrNo,
  }),
)

export const self = shape(
  'Self',
  z.looseObject({
    ...person.shape,
    email: maybe(text),
    isEmailVerified: yesOrNo,
    isAdmin: yesOrNo,
    createdAt: time,
    hidesPresence: yesOrNo,
    hidesReceipts: yesOrNo,
  }),
)

const role = z.enum(['owner', 'admin', 'member'])
const happening = shape(
  'Happening',
  z.union([
    z.looseObject({ type: z.literal('created'), userIds: z.array(id), title: text }),
    z.looseObject({ type: z.literal('joined'), userIds: z.array(id) }),
    z.looseObject({ type: z.literal('left'), userIds: z.array(id), ownerId: maybe(id) }),
    z.looseObject({ type: z.literal('removed'), userIds: z.array(id) }),
    z.looseObject({ type: z.literal('renamed'), userIds: z.array(id), title: text }),
    z.looseObject({ type: z.literal('role'), userIds: z.array(id), role }),
  ]),
)

export const message = shape(
  'Message',
  z.looseObject({
    chatId: id,
    number: whole,
    id,
    version: whole,
    said: whole,
    sender: person,
    kind: z.enum(['text', 'system']),
    text,
    event: maybe(happening),
    replyTo: maybe(id),
    createdAt: time,
    editedAt: maybe(time),
    deletedAt: maybe(time),
    reactions: z.array(z.looseObject({ emoji: text, userIds: z.array(id) })),
    mentions: z.array(id),
  }),
)

export const chat = shape(
  'Chat',
  z.looseObject({
    id,
    kind: z.enum(['direct', 'group']),
    title: text,
    version: whole,
    lastNumber: whole,
    said: whole,
    readNumber: whole,
    unread: whole,
    mentioned: z.array(whole),
    role,
    joinedNumber: whole,
    mutedUntil: maybe(time),
    notify: z.enum(['all', 'mentions', 'nothing']),
    createdBy: maybe(id),
    createdAt: time,
    activeAt: time,
    memberCount: whole,
    peer: maybe(person),
    lastMessage: maybe(message),
  }),
)

export const member = shape(
  'Member',
  z.looseObject({ ...person.shape, role, joinedAt: time, readNumber: maybe(whole) }),
)

const seen = z.looseObject({ id, isOnline: yesOrNo, lastSeenAt: maybe(time) })
export const news = shape(
  'News',
  z.union([
    z.looseObject({
      type: z.literal('heads'),
      epoch: text,
      chats: z.record(text, whole),
      connectionId: z.optional(id),
      userId: z.optional(id),
    }),
    z.looseObject({ type: z.literal('message'), after: whole, message }),
    z.looseObject({ type: z.literal('chat'), chatId: id, isGone: yesOrNo }),
    z.looseObject({ type: z.literal('read'), chatId: id, userId: id, number: whole, said: whole, readVersion: whole }),
    z.looseObject({ type: z.literal('person'), person }),
    z.looseObject({ type: z.literal('presence'), isWhole: yesOrNo, users: z.array(seen) }),
    z.looseObject({ type: z.literal('here'), chatId: id, userIds: z.array(id) }),
    z.looseObject({ type: z.literal('typing'), chatId: id, userId: id }),
    z.looseObject({
      type: z.literal('whisper'),
      whisperId: id,
      peer: person,
      said: z.optional(z.looseObject({ id, senderId: id, text, at: time })),
    }),
    z.looseObject({ type: z.literal('ended'), whisperId: id, why: z.enum(['ended', 'left']) }),
  ]),
)

// Turns red when news come that are not described here.
true satisfies News extends z.input<typeof news> ? true : never
