import { t } from '@lingui/core/macro'
import { withoutMarks } from '../../marks.ts'
import type { Chat } from '../trpc.ts'

type Shown = Pick<Chat, 'kind' | 'lastMessage'>

export type LastLine = { who?: string; what: string; isDeed?: boolean }

/** What was said last, in one line: "You: see you there", "Grace: it held", "Grace waves", or what happened. */
export function lastLine({ kind, lastMessage }: Shown, meId: string, happening: string): LastLine {
  if (!lastMessage) return { what: t`Nothing was said yet` }
  if (lastMessage.kind === 'system') return { what: happening.replace(/\.$/, '') }
  const { sender, text, deletedAt } = lastMessage
  const isMine = sender.id === meId
  const who = isMine ? t`You` : sender.isDeleted ? sender.displayName : firstName(sender.displayName)
  const words = withoutMarks(text).replace(/\s+/g, ' ').trim()
  if (!deletedAt && words.startsWith('/me ')) return { who, what: words.slice('/me '.length), isDeed: true }
  const what = deletedAt ? t`deleted` : words
  return isMine || kind === 'group' ? { who, what } : { what }
}

const firstName = (name: string) => name.split(/\s/, 1)[0] || name
