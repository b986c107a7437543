import { withoutMarks } from '../../marks.ts'
import type { Chat } from '../trpc.ts'

type Shown = Pick<Chat, 'kind' | 'lastMessage'>

/** What was said last, in one line: "You: see you there", "Grace: it held", or what happened. */
export function lastLine({ kind, lastMessage }: Shown, meId: string, happening: string): string {
  if (!lastMessage) return 'Nothing was said yet'
  if (lastMessage.kind === 'system') return happening.replace(/\.$/, '')
  const isMine = lastMessage.sender.id === meId
  const who = isMine ? 'You: ' : kind === 'group' ? `${firstName(lastMessage.sender.displayName)}: ` : ''
  if (lastMessage.deletedAt) return `${who}deleted`
  const text = withoutMarks(lastMessage.text).replace(/\s+/g, ' ').trim()
  if (!text.startsWith('/me ')) return who + text
  return `${isMine ? 'You' : firstName(lastMessage.sender.displayName)} ${text.slice('/me '.length)}`
}

const firstName = (name: string) => name.split(/\s/, 1)[0] || name
