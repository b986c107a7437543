import type { ShownMessage } from '../live/shown.ts'
import { isSameDay } from '../ui/times.ts'

type Said = Pick<ShownMessage, 'id' | 'number' | 'state' | 'kind' | 'createdAt'> & { sender: { id: string } }

export type Row<M> = {
  message: M
  /** The first of its day among those shown. */
  startsDay: boolean
  /** The first of others that was not read when the chat was opened. */
  isNew: boolean
  /** Shows who says it: the first, or after a pause, of those that one author says in a row. */
  showsAuthor: boolean
}

const pauseMs = 5 * 60_000

const made = new WeakMap<object, { previous: object | undefined; row: Row<unknown> }>()

/**
 * What is shown above and beside each message. `newFrom` is the number of the first one that was not read; what
 * the reader said himself is never new to him. A row is the same object as long as it and its neighbour are, so that one more message costs little however many there are.
 */
export function rowsOf<M extends Said>(messages: M[], newFrom?: number, meId?: string): Row<M>[] {
  const isUnread = ({ number, state, sender }: M) =>
    newFrom !== undefined && state === 'stored' && number >= newFrom && sender.id !== meId
  const firstNew = newFrom === undefined ? -1 : messages.findIndex(isUnread)
  return messages.map((message, index) => {
    const previous = messages[index - 1]
    const isNew = index === firstNew
    const known = made.get(message)
    if (known && known.previous === previous && known.row.isNew === isNew) return known.row as Row<M>
    const startsDay = !previous || !isSameDay(previous.createdAt, message.createdAt)
    const row = { message, startsDay, isNew, showsAuthor: startsDay || isNew || !goesOn(previous, message) }
    made.set(message, { previous, row })
    return row
  })
}

function goesOn(previous: Said, message: Said): boolean {
  if (previous.kind === 'system' || message.kind === 'system') return false
  if (previous.sender.id !== message.sender.id) return false
  return message.createdAt.getTime() - previous.createdAt.getTime() < pauseMs
}
