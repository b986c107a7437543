import { withoutMarks } from '../../marks.ts'
import type { ShownMessage } from '../live/shown.ts'
import { clock, dayName } from '../ui/times.ts'

type Said = Pick<
  ShownMessage,
  'text' | 'createdAt' | 'editedAt' | 'deletedAt' | 'replyTo' | 'reactions' | 'mentions' | 'state'
> & { sender: { id: string; displayName: string } }

/** A message as one sentence for those who listen: who, when, what, and what became of it. */
export function readout(message: Said, meId: string, now = new Date()): string {
  const { sender, text, createdAt, editedAt, deletedAt, replyTo, reactions, mentions, state } = message
  const day = dayName(createdAt, now)
  const who = sender.id === meId ? 'You' : sender.displayName
  const head = [
    who,
    day === 'Today' ? clock(createdAt) : `${day} ${clock(createdAt)}`,
    replyTo !== null && 'in reply',
    mentions.includes(meId) && 'naming you',
  ]
  const count = reactions.reduce((sum, { userIds }) => sum + userIds.length, 0)
  const tail = [
    deletedAt ? 'this message was deleted' : withoutMarks(text),
    editedAt && !deletedAt && 'edited',
    count > 0 && (count === 1 ? '1 reaction' : `${count} reactions`),
    (state === 'waiting' || state === 'sending') && 'not sent yet',
    state === 'failed' && 'not sent',
  ]
  return `${listed(head)}: ${listed(tail)}`
}

function listed(parts: (string | false | null)[]): string {
  return parts.filter(Boolean).join(', ')
}
