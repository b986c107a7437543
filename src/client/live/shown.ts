import type { Message, Person } from '../trpc.ts'
import type { Outgoing } from './outbox.ts'
import type { Window } from './windows.ts'

/** A message on the screen, and the truth about it: whether the server has it, and if not, why. */
export type ShownMessage = Message & {
  state: 'waiting' | 'sending' | 'sent' | 'failed' | 'stored'
  fault?: string
  heldUntil?: number
}

/** What is stored, then what is on its way, with the number that it may get. */
export function shownMessages({ messages, hasLater }: Window, outgoing: Outgoing[], sender: Person): ShownMessage[] {
  const stored = messages.map((message) => same(message, message.number, () => ({ ...message, state: 'stored' })))
  if (hasLater || outgoing.length === 0) return stored
  const ids = new Set(messages.map(({ id }) => id))
  const next = (messages.at(-1)?.number ?? 0) + 1
  const waiting = outgoing.filter(({ id }) => !ids.has(id))
  return [
    ...stored,
    ...waiting.map((entry, index) => same(entry, next + index, () => shownOutgoing(entry, next + index, sender))),
  ]
}

const shown = new WeakMap<object, ShownMessage>()

/** The same message is the same object each time, so that its row can stay as it is. */
function same(origin: object, number: number, make: () => ShownMessage): ShownMessage {
  const made = shown.get(origin)
  if (made?.number === number) return made
  const fresh = make()
  shown.set(origin, fresh)
  return fresh
}

function shownOutgoing(entry: Outgoing, number: number, sender: Person): ShownMessage {
  const { id, chatId, text, replyTo, createdAt, state, fault, heldUntil } = entry
  return {
    id,
    chatId,
    text,
    replyTo,
    createdAt,
    state,
    fault: fault ?? undefined,
    heldUntil,
    sender,
    number,
    version: 0,
    said: 0,
    kind: 'text',
    event: null,
    editedAt: null,
    deletedAt: null,
    reactions: [],
    mentions: [],
  }
}
