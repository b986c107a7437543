import type { inferRouterOutputs } from '@trpc/server'
import * as z from 'zod/mini'
import type { AppRouter } from '../routers/index.ts'
import { chat, member, message, person, self } from './shapes.ts'

type Outputs = inferRouterOutputs<AppRouter>
type Groups = keyof Outputs
type Names = { [Group in Groups]: `${Group}.${Extract<keyof Outputs[Group], string>}` }[Groups]
type OutputOf<Name> = Name extends `${infer Group extends Groups}.${infer Verb}`
  ? Verb extends keyof Outputs[Group]
    ? Outputs[Group][Verb]
    : never
  : never
type Description = { says: string; gives: z.core.$ZodType }

const id = z.uuid()
const whole = z.int()
const time = z.date()
const yesOrNo = z.boolean()
const text = z.string()
const nothing = z.void()
const gives = z.looseObject
const marks = { version: whole, number: whole }
const signedIn = gives({ user: self, token: z.optional(text) })
const ended = gives({ ended: whole })
const hasMore = yesOrNo

/** What each procedure does and gives, for who reads the API documents. What it takes and who may call it, the router says itself. */
export const descriptions = {
  'auth.me': {
    says: 'Who you are; null for somebody who is not signed in.',
    gives: z.nullable(gives({ user: self, session: gives({ id, device: text, createdAt: time, endsAt: time }) })),
  },
  'auth.register': {
    says: 'Makes an account and signs in. With `as: "token"` it gives a bearer token, otherwise a cookie. A link to confirm the address is mailed in the `language`.',
    gives: signedIn,
  },
  'auth.login': { says: 'Signs in with a username, or an e-mail address, and the password.', gives: signedIn },
  'auth.guest': {
    says: 'Comes in without an account, with a name made up in the `language` if none is given.',
    gives: signedIn,
  },
  'auth.upgrade': {
    says: 'A guest becomes a person in place and keeps everything. A link to confirm the address is mailed in the `language`.',
    gives: gives({ user: self }),
  },
  'auth.logout': { says: 'Ends this session and its sockets.', gives: ended },
  'auth.logoutEverywhere': { says: 'Ends all sessions, or all but this one.', gives: ended },
  'auth.sessions': {
    says: 'The sessions of the user, the latest used first. `device` is English; `browser` and `system` are its parts, null where they were not told.',
    gives: z.array(
      gives({
        id,
        device: text,
        browser: z.nullable(text),
        system: z.nullable(text),
        address: text,
        createdAt: time,
        lastUsedAt: time,
        isCurrent: yesOrNo,
      }),
    ),
  },
  'auth.endSession': { says: 'Ends one session and its sockets.', gives: ended },
  'auth.changePassword': { says: 'Changes the password and ends all other sessions.', gives: ended },
  'auth.deleteAccount': {
    says: 'Deletes the user. What was said stays under "Deleted user" (in every language; `isDeleted` tells it), or loses its words by choice.',
    gives: nothing,
  },
  'account.offers': {
    says: 'What this server offers to who is not signed in.',
    gives: gives({ isRegistrationOpen: yesOrNo, hasGuests: yesOrNo, hasMail: yesOrNo, name: text }),
  },
  'account.setAvatar': {
    says: 'A picture as base64, at most 180 kB; null takes it away. It is served at `/avatars/` with the version given back.',
    gives: gives({ avatar: z.nullable(text) }),
  },
  'account.setEmail': {
    says: 'Changes the e-mail address. Where the server sends mail, a link in the `language` confirms it.',
    gives: gives({ isMailSent: yesOrNo }),
  },
  'account.verifyEmail': { says: 'Confirms an address with the code of a mail.', gives: nothing },
  'account.forgotPassword': {
    says: 'Sends a link for a new password in the `language`, if the address is known.',
    gives: nothing,
  },
  'account.resetPassword': {
    says: 'Sets a new password with the code of a mail, and ends all sessions.',
    gives: nothing,
  },
  'users.search': {
    says: 'People whose name or username has the text, a page at a time; with an empty text, everybody.',
    gives: gives({ users: z.array(person), nextCursor: z.nullable(text) }),
  },
  'users.online': { says: 'Who is online and does not hide it.', gives: gives({ users: z.array(person) }) },
  'users.get': { says: 'One person.', gives: person },
  'users.update': { says: 'Changes your name, or what others see of you.', gives: gives({ user: person }) },
  'chats.list': { says: 'All your chats, the newest first.', gives: z.array(chat) },
  'chats.get': { says: 'One chat, with its members.', gives: gives({ ...chat.shape, members: z.array(member) }) },
  'chats.openDirect': {
    says: 'The one direct chat with somebody, whoever asks, however often.',
    gives: gives({ chatId: id }),
  },
  'chats.here': { says: 'Who looks at the chat now.', gives: gives({ users: z.array(person) }) },
  'chats.read': { says: 'You have read up to this number.', gives: gives({ readNumber: whole }) },
  'chats.unread': {
    says: 'Marks what others said from this number on as unread.',
    gives: gives({ readNumber: whole }),
  },
  'chats.notify': { says: 'What you want to be told of the chat, and silence until a time.', gives: nothing },
  'groups.create': {
    says: 'Makes a group. With an `id` of your own it may be repeated safely.',
    gives: gives({ chatId: id }),
  },
  'groups.rename': { says: 'Changes the title.', gives: nothing },
  'groups.add': { says: 'Adds members.', gives: gives({ added: whole, userIds: z.array(id) }) },
  'groups.remove': { says: 'Removes a member: he hears nothing more from here on.', gives: nothing },
  'groups.setRole': { says: 'Makes a member an admin, or no longer; or hands the group over.', gives: nothing },
  'groups.leave': { says: 'Leaves the group. An owner hands over to the eldest admin, else member.', gives: nothing },
  'groups.delete': { says: 'Deletes the group and all that was said in it.', gives: nothing },
  'messages.send': {
    says: 'Says something. Make the `id` yourself (a UUID, best version 7): sent twice it is stored once, with the same answer.',
    gives: gives({ id, ...marks, createdAt: time }),
  },
  'messages.list': {
    says: 'A page of messages before or after a number, or around it; without any, the newest. In the order of their numbers.',
    gives: gives({ messages: z.array(message), hasEarlier: yesOrNo, hasLater: yesOrNo, version: whole }),
  },
  'messages.get': {
    says: 'One message by its id, as it now stands; null when there is none. What `replyTo` names may be far up.',
    gives: z.nullable(message),
  },
  'messages.changes': {
    says: 'What changed after a version, in order; or `reload` when that is too much to tell.',
    gives: z.union([
      gives({ reload: z.literal(false), messages: z.array(message), version: whole }),
      gives({ reload: z.literal(true) }),
    ]),
  },
  'messages.edit': { says: 'Changes the words of your own message.', gives: nothing },
  'messages.remove': { says: 'Takes the words away; the message keeps its place.', gives: nothing },
  'messages.react': { says: 'Adds a reaction, or takes it back.', gives: nothing },
  'whispers.start': {
    says: 'Begins a conversation off the record with somebody online.',
    gives: gives({ whisperId: id }),
  },
  'whispers.say': { says: 'Says something off the record: it is stored nowhere.', gives: gives({ id, at: time }) },
  'whispers.end': { says: 'Ends it, for both.', gives: nothing },
  'whispers.list': {
    says: 'Those that go on now.',
    gives: gives({ whispers: z.array(gives({ whisperId: id, peer: person })) }),
  },
  'live.look': { says: 'Which chat this connection looks at now; its id came with the heads.', gives: nothing },
  'live.typing': { says: 'Tells the chat that you are typing.', gives: nothing },
  'push.key': { says: 'The key with which a browser asks for a push endpoint.', gives: gives({ publicKey: text }) },
  'push.subscribe': { says: 'This browser wants to be told with the page closed, in the `language`.', gives: nothing },
  'push.setLanguage': { says: 'It is told in this language from now on.', gives: nothing },
  'push.unsubscribe': { says: 'And no longer.', gives: nothing },
  'push.test': { says: 'Sends a note to this browser.', gives: gives({ sent: whole }) },
  'admin.users': {
    says: 'Everybody with an account, the newest first.',
    gives: gives({ users: z.array(gives({ ...person.shape, email: z.nullable(text), isAdmin: yesOrNo })), hasMore }),
  },
  'admin.disable': { says: 'Ends all sessions of a user and lets him in no more.', gives: nothing },
  'admin.enable': { says: 'Lets him in again.', gives: nothing },
  'admin.setAdmin': { says: 'Makes somebody an admin of this server, or no longer.', gives: nothing },
  'admin.chats': {
    says: 'Groups, without what is said in them.',
    gives: gives({
      chats: z.array(gives({ id, title: z.nullable(text), memberCount: whole, createdAt: time })),
      hasMore,
    }),
  },
  'admin.deleteChat': { says: 'Deletes a chat and all that was said in it.', gives: nothing },
  'admin.audits': {
    says: 'What admins did, the latest first.',
    gives: gives({
      audits: z.array(
        gives({
          id,
          act: text,
          at: time,
          by: text,
          isByDeleted: z.boolean(),
          whom: z.nullable(text),
          isWhomDeleted: z.boolean(),
        }),
      ),
      hasMore,
    }),
  },
} satisfies Partial<Record<Names, Description>>

type Wrong = {
  [Name in keyof typeof descriptions]: OutputOf<Name> extends z.input<(typeof descriptions)[Name]['gives']>
    ? never
    : Name
}[keyof typeof descriptions]
// Turns red, and names the procedure, when one gives something else than is described here.
true satisfies [Wrong] extends [never] ? true : Wrong
