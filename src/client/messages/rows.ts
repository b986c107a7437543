import type { ShownMessage } from '../live/shown.ts'
import { isSameDay } from '../ui/times.ts'

type Said = Pick<ShownMessage, 'id' | 'number' | 'state' | 'kind' | 'createdAt'> & { sender: { id: string } }

export type Row<M> = {
  message: M
  /** The first of its day among those shown. */
  startsDay: boolean
  /** The first that was not read when the chat was opened. */
  isNew: boolean
  /** Shows who says it: the first, or after a pause, of those that one author says in a row. */
  showsAuthor: boolean
}

const pauseMs = 5 * 60_000

/** What is shown above and beside each message. `newFrom` is the number of the first one that was not read. */
export function rowsOf<M extends Said>(messages: M[], newFrom?: number): Row<M>[] {
  const isUnread = ({ number, state }: M) => newFrom !== undefined && state === 'stored' && number >= newFrom
  const firstNew = messages.findIndex(isUnread)
  return messages.map((message, index) => {
    const previous = messages[index - 1]
    const startsDay = !previous || !isSameDay(previous.createdAt, message.createdAt)
    const isNew = index === firstNew
    return { message, startsDay, isNew, showsAuthor: startsDay || isNew || !goesOn(previous, message) }
  })
}

function goesOn(previous: Said, message: Said): boolean {
  if (previous.kind === 'system' || message.kind === 'system') return false
  if (previous.sender.id !== message.sender.id) return false
  return message.createdAt.getTime() - previous.createdAt.getTime() < pauseMs
}
