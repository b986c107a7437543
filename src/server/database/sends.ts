import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { isReason, refusal } from '../errors.ts'
import { inBatches, type Outcome } from './batches.ts'
import { type Database, isAway, mayRepeat } from './database.ts'
import type { Message } from './messages.ts'
import type { Person } from './people.ts'

export type Sends = ReturnType<typeof createSends>
export type Send = {
  chatId: string
  id: string
  text: string
  replyTo: string | null
  sender: Person
  /** Stored only while this session lasts and, with a stamp, while the sender is as he was. */
  by?: { sessionId: string; stamp: string | null }
}
export type Sent = { number: number; version: number; said: number; createdAt: Date; isNew: boolean }

const mostAtOnce = 100
const mostWaiting = 2000

/**
 * Stores what people say. All that waits goes to PostgreSQL as one call, which is as durable as one for each and costs a
 * fraction: one commit, one way there and back. `whenStored` is called for each new message in the order of its chat,
 * after the commit and before anybody is answered.
 */
export function createSends(db: Database, whenStored: (message: Message) => void) {
  return inBatches<Send, Sent>({
    most: mostAtOnce,
    mostWaiting,
    refuse: () =>
      refusal('TOO_MANY_REQUESTS', { retryAfter: 1, message: 'The server is busy. Try again in 1 second.' }),
    // The function looks at what is stored: what repeats or answers one of the same call comes with the next.
    waitsFor: ({ chatId, id, replyTo }, taken) =>
      taken.some((other) => other.chatId === chatId && (other.id === id || other.id === replyTo)),
    run: (sends) =>
      call(sends)
        .catch(async (error: unknown) => {
          if (!mayRepeat(error)) throw error
          // At once it would overtake the one that it stood in the way of, and stand there again.
          await sleep(20 + Math.random() * 50)
          return call(sends)
        })
        .catch((error: unknown) => callApart(sends, error)),
  })

  async function call(sends: Send[]): Promise<Outcome<Sent>[]> {
    const { rows } = await sql<Row>`select * from send_messages(
      ${sends.map(({ chatId }) => chatId)}, ${sends.map(({ id }) => id)}, ${sends.map(({ sender }) => sender.id)},
      ${sends.map(({ text }) => text)}, ${sends.map(({ replyTo }) => replyTo)},
      ${sends.map(({ by }) => by?.sessionId ?? null)}, ${sends.map(({ by }) => by?.stamp ?? null)}
    )`.execute(db)
    const outcomes: Outcome<Sent>[] = []
    for (const { place, refusal: reason, mentions, ...sent } of rows) {
      const send = sends[place - 1]
      if (!send) continue
      outcomes[place - 1] = isReason(reason) ? { error: refusal(reason) } : { result: sent }
      if (sent.isNew) whenStored(messageOf(send, sent, mentions ?? []))
    }
    return outcomes
  }

  /** One of them may spoil the call, or wait for a chat that somebody holds: the others need not suffer. */
  async function callApart(sends: Send[], error: unknown): Promise<Outcome<Sent>[]> {
    if (sends.length === 1 || (isAway(error) && !isHeld(error))) throw error
    const outcomes = new Map<Send, Outcome<Sent>>()
    await Promise.all(
      [...new Set(sends.map(({ chatId }) => chatId))].map(async (chatId) => {
        let away: { error: unknown } | undefined
        for (const send of sends.filter((one) => one.chatId === chatId)) {
          const outcome = away ?? (await callOne(send))
          outcomes.set(send, outcome)
          if ('error' in outcome && isAway(outcome.error)) away = outcome
        }
      }),
    )
    return sends.flatMap((send) => outcomes.get(send) ?? [])
  }

  async function callOne(send: Send): Promise<Outcome<Sent>> {
    const [outcome] = await call([send]).catch((error: unknown) => [{ error }])
    return outcome ?? { error: new Error('The function answered nothing') }
  }
}

type Row = Sent & { place: number; refusal: string | null; mentions: string[] | null }

function isHeld(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '55P03'
}

/** As it is when it has just been said. */
function messageOf({ chatId, id, text, replyTo, sender }: Send, sent: Sent, mentions: string[]): Message {
  return {
    chatId,
    number: sent.number,
    id,
    version: sent.version,
    said: sent.said,
    sender,
    kind: 'text',
    text,
    event: null,
    replyTo,
    createdAt: sent.createdAt,
    editedAt: null,
    deletedAt: null,
    reactions: [],
    mentions,
  }
}
