import { useNames } from '../people/useNames.ts'
import type { Message } from '../trpc.ts'
import { happeningSentence } from './happenings.ts'

/** The sentence of a message of kind `system`; empty for any other. */
export function useHappening(message: Pick<Message, 'event' | 'sender'> | null, meId: string): string {
  const { event = null, sender } = message ?? {}
  const heir = event && 'ownerId' in event ? event.ownerId : null
  const others = (event?.userIds ?? []).filter((userId) => userId !== sender?.id && userId !== meId)
  const nameOf = useNames(heir ? [...others, heir] : others)
  return event && sender ? happeningSentence(sender, event, meId, nameOf) : ''
}
