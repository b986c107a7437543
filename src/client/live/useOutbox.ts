import { useCallback } from 'react'
import { useLive } from './LiveProvider.tsx'
import type { Outgoing } from './outbox.ts'
import { useStore } from '../ui/store.ts'

/** Says something in the chat: shown at once, kept until the server has it. Gives the message's id. */
export function useSend(chatId: string) {
  const { outbox } = useLive().sync
  return useCallback(
    (text: string, { replyTo, holdMs }: { replyTo?: string | undefined; holdMs?: number } = {}) =>
      outbox.send({ chatId, text, replyTo, holdMs }),
    [outbox, chatId],
  )
}

/** What can be done with a message that was refused. */
export function useOutboxActions() {
  const { retry, discard } = useLive().sync.outbox
  return { retry, discard }
}

/** Until when a message is held back for its author; undefined when it is not. */
export function useHeldUntil(id: string): number | undefined {
  const { entries } = useLive().sync.outbox
  return useStore(
    entries,
    (outgoing) => outgoing.find((entry) => entry.id === id && entry.state === 'waiting')?.heldUntil,
  )
}

/** How many messages the server does not have yet, those that it refused left out. */
export function useWaitingCount(): number {
  const isWaiting = ({ state }: Outgoing) => state === 'waiting' || state === 'sending'
  return useStore(useLive().sync.outbox.entries, (entries) => entries.filter(isWaiting).length)
}
