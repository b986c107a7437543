import { t } from '@lingui/core/macro'
import { withoutMarks } from '../../marks.ts'
import type { Message } from '../trpc.ts'

const mostLetters = 200

/** What is shown of a message where another one answers it: its words in one line. */
export function quoteLine(message: Pick<Message, 'text' | 'deletedAt'> | null): string {
  if (!message) return t`That message is not here any more.`
  if (message.deletedAt) return t`That message was deleted.`
  return withoutMarks(message.text).replace(/\s+/g, ' ').trim().slice(0, mostLetters)
}
