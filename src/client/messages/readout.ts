import { plural, t } from '@lingui/core/macro'
import { withoutMarks } from '../../marks.ts'
import type { ShownMessage } from '../live/shown.ts'
import { nameOf } from '../people/nameOf.ts'
import type { Message } from '../trpc.ts'
import { clock, dayName, isSameDay } from '../ui/times.ts'
import { listed as names } from './happenings.ts'
import { shortened } from './shortened.ts'

type Said = Pick<
  ShownMessage,
  'text' | 'createdAt' | 'editedAt' | 'deletedAt' | 'replyTo' | 'reactions' | 'mentions' | 'state'
> & { heldUntil?: number; sender: { id: string; displayName: string } }

type Quoted = Pick<Message, 'text' | 'deletedAt'> & {
  sender: Pick<Message['sender'], 'id' | 'displayName' | 'isDeleted'>
}

type Beside = { quoted?: Quoted | null | undefined; seenNames?: string[] | undefined; now?: Date }

const mostQuoted = 60

/** A message as one sentence for those who listen: who, when, what, and what became of it. No number in it counts down. */
export function readout(message: Said, meId: string, { quoted, seenNames, now = new Date() }: Beside = {}): string {
  const { sender, text, createdAt, editedAt, deletedAt, replyTo, reactions, mentions, state, heldUntil = 0 } = message
  const [day, time] = [dayName(createdAt, now), clock(createdAt)]
  const head = [
    sender.id === meId ? t`You` : sender.displayName,
    isSameDay(createdAt, now) ? time : t`${day} ${time}`,
    replyTo !== null && !deletedAt && answer(quoted, meId),
    mentions.includes(meId) && t`naming you`,
  ]
  const count = reactions.reduce((sum, { userIds }) => sum + userIds.length, 0)
  const tail = [
    deletedAt ? t`this message was deleted` : withoutMarks(text),
    editedAt && !deletedAt && t`edited`,
    count > 0 && plural(count, { one: '# reaction', other: '# reactions' }),
    seenNames && t`seen by ${{ names: names(seenNames) }}`,
    (state === 'waiting' || state === 'sending') && t`not sent yet`,
    state === 'waiting' && heldUntil > now.getTime() && t`can be taken back`,
    state === 'failed' && t`not sent`,
  ]
  return t`${{ head: listed(head) }}: ${{ tail: listed(tail) }}`
}

/** What is answered, in a few words. */
function answer(quoted: Quoted | null | undefined, meId: string): string {
  if (!quoted) return t`in reply`
  if (quoted.deletedAt) return t`in reply to a deleted message`
  const [who, words] = [nameOf(quoted.sender), shortened(withoutMarks(quoted.text), mostQuoted)]
  return quoted.sender.id === meId ? t`in reply to you: “${words}”` : t`in reply to ${who}: “${words}”`
}

function listed(parts: (string | false | null | undefined)[]): string {
  const [first = '', ...others] = parts.filter((part) => typeof part === 'string')
  return others.reduce((before, next) => t`${before}, ${next}`, first)
}
