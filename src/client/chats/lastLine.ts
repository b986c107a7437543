import { t } from '@lingui/core/macro'
import { withoutMarks } from '../../marks.ts'
import type { Chat } from '../trpc.ts'

type Shown = Pick<Chat, 'kind' | 'lastMessage'>

/** What was said last, in one line: "You: see you there", "Grace: it held", or what happened. */
export function lastLine({ kind, lastMessage }: Shown, meId: string, happening: string): string {
  if (!lastMessage) return t`Nothing was said yet`
  if (lastMessage.kind === 'system') return happening.replace(/\.$/, '')
  const isMine = lastMessage.sender.id === meId
  const name = firstName(lastMessage.sender.displayName)
  const words = withoutMarks(lastMessage.text).replace(/\s+/g, ' ').trim()
  if (!lastMessage.deletedAt && words.startsWith('/me ')) {
    const deed = words.slice('/me '.length)
    return isMine ? t`You ${deed}` : `${name} ${deed}`
  }
  const text = lastMessage.deletedAt ? t`deleted` : words
  if (isMine) return t`You: ${text}`
  return kind === 'group' ? `${name}: ${text}` : text
}

const firstName = (name: string) => name.split(/\s/, 1)[0] || name
