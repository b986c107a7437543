import { TRPCError } from '@trpc/server'

type Code = ConstructorParameters<typeof TRPCError>[0]['code']

/** Every reason for which a call is refused: the stable code, its HTTP meaning, and the sentence for the person. */
const refusals = {
  INVALID_INPUT: ['BAD_REQUEST', 'Something in the input is not right.'],
  NOT_SIGNED_IN: ['UNAUTHORIZED', 'Sign in first.'],
  WRONG_PASSWORD: ['UNAUTHORIZED', 'The username or the password is wrong.'],
  FOREIGN_ORIGIN: [
    'FORBIDDEN',
    'This page is not allowed to call this server. Its operator can allow it with PUBLIC_URL.',
  ],
  NOT_ALLOWED: ['FORBIDDEN', 'You are not allowed to do that.'],
  NOT_AN_ADMIN: ['FORBIDDEN', 'Only an admin of the group can do that.'],
  NOT_YOUR_MESSAGE: ['FORBIDDEN', 'That message is not yours.'],
  NOT_A_GUEST: ['FORBIDDEN', 'You have an account already.'],
  NOT_A_MEMBER: ['NOT_FOUND', 'There is no such chat.'],
  NO_SUCH_CHAT: ['NOT_FOUND', 'There is no such chat.'],
  NO_SUCH_MEMBER: ['NOT_FOUND', 'That person is not in this group.'],
  NO_SUCH_MESSAGE: ['NOT_FOUND', 'There is no such message.'],
  NO_SUCH_USER: ['NOT_FOUND', 'There is no such person.'],
  NO_SUCH_SESSION: ['NOT_FOUND', 'There is no such session.'],
  NO_SUCH_PROCEDURE: ['NOT_FOUND', 'There is no such procedure.'],
  UNKNOWN_USERS: ['BAD_REQUEST', 'Some of these people do not exist.'],
  NOT_A_GROUP: ['BAD_REQUEST', 'Only a group can do that.'],
  SELF_CHAT_BLOCKED: ['BAD_REQUEST', 'You cannot open a chat with yourself.'],
  PEER_OFFLINE: ['CONFLICT', 'That person is not online now, and nothing off the record waits for anybody.'],
  WHISPER_ENDED: ['NOT_FOUND', 'This conversation off the record has ended.'],
  MESSAGE_DELETED: ['CONFLICT', 'That message was deleted.'],
  TOO_MANY_REACTIONS: ['CONFLICT', 'A message has at most 20 different reactions.'],
  CODE_EXPIRED: ['NOT_FOUND', 'This link does not work any more. Ask for a new one.'],
  REGISTRATION_CLOSED: ['FORBIDDEN', 'New accounts are made by the operator here.'],
  GUESTS_OFF: ['FORBIDDEN', 'This server has no guests. Register or sign in.'],
  NO_MAIL: ['PRECONDITION_FAILED', 'This server sends no mail. Its operator can set you a new password.'],
  LAST_ADMIN: ['CONFLICT', 'You are the only admin of this server. Make somebody else an admin first.'],
  ID_TAKEN: ['CONFLICT', 'That id is taken.'],
  USERNAME_TAKEN: ['CONFLICT', 'That username is taken.'],
  EMAIL_TAKEN: ['CONFLICT', 'That e-mail address is in use.'],
  TOO_MANY_REQUESTS: ['TOO_MANY_REQUESTS', 'That was too often. Try again later.'],
  WRONG_METHOD: ['METHOD_NOT_SUPPORTED', 'That call needs another HTTP method.'],
  WRONG_CONTENT_TYPE: ['UNSUPPORTED_MEDIA_TYPE', 'A call needs the content type application/json.'],
  TOO_LARGE: ['PAYLOAD_TOO_LARGE', 'That is too large.'],
  UNAVAILABLE: ['SERVICE_UNAVAILABLE', 'The database cannot be reached. Try again in a moment.'],
  INTERNAL: ['INTERNAL_SERVER_ERROR', 'Something went wrong on the server.'],
} as const satisfies Record<string, readonly [Code, string]>

export type Reason = keyof typeof refusals

export const reasons = Object.keys(refusals) as Reason[]

export type Details = {
  /** Faults by the path of their field. */
  fields?: Record<string, string>
  /** Seconds. */
  retryAfter?: number
  message?: string
}

export function refusal(reason: Reason, { message, ...details }: Details = {}) {
  const [code, sentence] = refusals[reason]
  return Object.assign(new TRPCError({ code, message: message ?? sentence }), { reason }, details)
}

export function sentence(reason: Reason): string {
  return refusals[reason][1]
}

export function hasReason(error: unknown, reason: Reason): boolean {
  return error instanceof TRPCError && 'reason' in error && error.reason === reason
}

export function isReason(name: unknown): name is Reason {
  return typeof name === 'string' && Object.hasOwn(refusals, name)
}
