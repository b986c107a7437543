/** One message that somebody wanted to say, and what became of it as far as he could know. */
export type Send = {
  id: string
  chatId: string
  senderId: string
  invokedAt: number
  /** When the try began that was answered in the end. */
  triedAt: number
  /** Tries of which the sender could not know what they did. */
  unknowns: number
  outcome: 'open' | 'ok' | 'refused'
  answeredAt?: number
  number?: number
  reason?: string
}

/** One message as it reached somebody. What comes over one connection after its `heads` is a stretch. */
export type Receipt = {
  receiver: string
  userId: string
  chatId: string
  number: number
  version: number
  id: string
  at: number
  stretch: string
  how: 'news' | 'pull'
}

/** What a client that is online at the end shows of a chat, from a number on. */
export type Holding = {
  receiver: string
  chatId: string
  from: number
  messages: { number: number; id: string; version: number; text: string }[]
  /** What it shows differs from what is fetched afresh, beyond the messages. */
  faults: string[]
}

export type Stored = {
  chatId: string
  number: number
  id: string
  version: number
  senderId: string
  kind: 'text' | 'system'
  text: string
  event: { type: string; userIds: string[] } | null
}

export type Evidence = {
  sends: Send[]
  receipts: Receipt[]
  holdings: Holding[]
  stored: Stored[]
  chats: { id: string; version: number; lastNumber: number }[]
  /** From when on everything should have come back. */
  faultsAt: number[]
  /** From when on this client must hear nothing more. */
  silences: { receiver: string; from: number }[]
  gapsShown: number
}

export type History = ReturnType<typeof createHistory>

/** What every sender and every receiver saw, written down as it happened. */
export function createHistory() {
  const sends = new Map<string, Send>()
  const receipts: Receipt[] = []
  const faultsAt: number[] = []
  const silences: Evidence['silences'] = []
  let gapsShown = 0

  return {
    sends,
    receipts,
    invoke({ id, chatId, senderId }: Pick<Send, 'id' | 'chatId' | 'senderId'>) {
      const now = performance.now()
      sends.set(id, { id, chatId, senderId, invokedAt: now, triedAt: now, unknowns: 0, outcome: 'open' })
    },
    tries(id: string) {
      change(id, { triedAt: performance.now() })
    },
    unknown(id: string) {
      change(id, { unknowns: (sends.get(id)?.unknowns ?? 0) + 1 })
    },
    ok(id: string, number?: number) {
      change(id, { outcome: 'ok', answeredAt: performance.now(), number })
    },
    refused(id: string, reason: string) {
      change(id, { outcome: 'refused', answeredAt: performance.now(), reason })
    },
    receive(receipt: Omit<Receipt, 'at'>) {
      receipts.push({ ...receipt, at: performance.now() })
    },
    gap() {
      gapsShown++
    },
    fault() {
      faultsAt.push(performance.now())
    },
    silence(receiver: string, from: number) {
      silences.push({ receiver, from })
    },
    soFar: () => ({ sends: [...sends.values()], receipts, gapsShown }),
    record: (rest: Pick<Evidence, 'holdings' | 'stored' | 'chats'>): Evidence => ({
      sends: [...sends.values()],
      receipts,
      faultsAt,
      silences,
      gapsShown,
      ...rest,
    }),
  }

  function change(id: string, next: Partial<Send>) {
    const send = sends.get(id)
    if (send) Object.assign(send, next)
  }
}
