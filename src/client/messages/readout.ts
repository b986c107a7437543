import { plural, t } from '@lingui/core/macro'
import { withoutMarks } from '../../marks.ts'
import type { ShownMessage } from '../live/shown.ts'
import { clock, dayName, isSameDay } from '../ui/times.ts'

type Said = Pick<
  ShownMessage,
  'text' | 'createdAt' | 'editedAt' | 'deletedAt' | 'replyTo' | 'reactions' | 'mentions' | 'state'
> & { sender: { id: string; displayName: string } }

/** A message as one sentence for those who listen: who, when, what, and what became of it. */
export function readout(message: Said, meId: string, now = new Date()): string {
  const { sender, text, createdAt, editedAt, deletedAt, replyTo, reactions, mentions, state } = message
  const [day, time] = [dayName(createdAt, now), clock(createdAt)]
  const head = [
    sender.id === meId ? t`You` : sender.displayName,
    isSameDay(createdAt, now) ? time : t`${day} ${time}`,
    replyTo !== null && t`in reply`,
    mentions.includes(meId) && t`naming you`,
  ]
  const count = reactions.reduce((sum, { userIds }) => sum + userIds.length, 0)
  const tail = [
    deletedAt ? t`this message was deleted` : withoutMarks(text),
    editedAt && !deletedAt && t`edited`,
    count > 0 && plural(count, { one: '# reaction', other: '# reactions' }),
    (state === 'waiting' || state === 'sending') && t`not sent yet`,
    state === 'failed' && t`not sent`,
  ]
  return t`${{ head: listed(head) }}: ${{ tail: listed(tail) }}`
}

function listed(parts: (string | false | null)[]): string {
  const [first = '', ...others] = parts.filter((part): part is string => Boolean(part))
  return others.reduce((before, next) => t`${before}, ${next}`, first)
}
