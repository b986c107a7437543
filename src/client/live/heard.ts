import type { Message } from '../trpc.ts'

const mostKept = 1000

/**
 * What was heard, and when, on a clock that ticks with every batch of news: an answer to a question that was asked earlier
 * does not overrule it.
 */
export function createHeard() {
  let now = 0
  let epoch: string | undefined
  let hasHeads = false
  let heads = new Map<string, number>()
  let headsBefore = new Map<string, number>()
  const gaps = new Map<string, { after: number; messages: Message[] }>()
  const told = new Map<string, number>()
  const gone = new Map<string, number>()
  const marks = new Map<string, Map<string, { number: number; at: number }>>()

  return {
    now: () => now,
    tick: () => ++now,

    head: (chatId: string) => heads.get(chatId),
    /** The server has said where the chats are, since the page was opened. */
    hasHeads: () => hasHeads,
    /** The chat is at this version, or later. */
    see(chatId: string, version: number) {
      heads.set(chatId, Math.max(version, heads.get(chatId) ?? 0))
    },

    /** What was kept came from this database. */
    knew: (known: string) => void (epoch ??= known),
    /** What is held was read from another database. */
    isOther,
    /** What is known now cannot be newer than the heads that the server reads after this. */
    opening(versions: Map<string, number>) {
      headsBefore = versions
    },
    /** Takes the heads as they are, and says which chats went back: all of them in another database. */
    headsCame(chats: Record<string, number>, newEpoch: string): string[] {
      const isAllOther = isOther(newEpoch)
      if (isAllOther) marks.clear()
      epoch = newEpoch
      hasHeads = true
      heads = new Map(Object.entries(chats))
      const wentBack = [...headsBefore].filter(
        ([chatId, version]) => isAllOther || version > (heads.get(chatId) ?? version),
      )
      return wentBack.map(([chatId]) => chatId)
    },
    /** The server says less than was heard before, and nothing since. */
    lower: (chatId: string, version: number) => void heads.set(chatId, version),

    /** Something was said or changed in the chat, up to this version, that was not heard here. */
    missed: (chatId: string, after: number) => void gaps.set(chatId, { after, messages: [] }),
    /** Is kept until what was missed before it is read. */
    keep(message: Message) {
      const gap = gaps.get(message.chatId)
      if (gap && gap.messages.push(message) > mostKept)
        gaps.set(message.chatId, { after: message.version, messages: [] })
    },
    /** What was heard since something was missed, when a reading at this version has what was missed. */
    sinceMissed(chatId: string, version: number): Message[] {
      const gap = gaps.get(chatId)
      return gap && version >= gap.after ? gap.messages : []
    },
    caughtUp(chatId: string, version: number) {
      if (version >= (gaps.get(chatId)?.after ?? Infinity)) gaps.delete(chatId)
    },

    /** News of the user's own membership and settings, which have no version. */
    tell: (chatId: string) => void told.set(chatId, now),
    leave(chatId: string) {
      heads.delete(chatId)
      told.set(chatId, now)
      gone.set(chatId, now)
    },
    join: (chatId: string) => void gone.delete(chatId),
    /** Somebody has read the chat up to this number: what he said himself may be heard of before what he read before it. */
    mark(chatId: string, userId: string, number: number) {
      const known = marks.get(chatId) ?? new Map<string, { number: number; at: number }>()
      marks.set(chatId, known.set(userId, { number: Math.max(number, known.get(userId)?.number ?? 0), at: now }))
    },

    isToldSince: (chatId: string, since: number) => (told.get(chatId) ?? 0) > since,
    isGoneSince: (chatId: string, since: number) => (gone.get(chatId) ?? 0) > since,
    marksSince: (chatId: string, since: number) =>
      [...(marks.get(chatId) ?? [])].flatMap(([userId, { number, at }]) => (at > since ? [{ userId, number }] : [])),
  }

  function isOther(other: string): boolean {
    return epoch !== undefined && epoch !== other
  }
}

export type Heard = ReturnType<typeof createHeard>
