import type { Page } from '../trpc.ts'

const mostMessages = 2000
const keptMessages = 1000
const margin = 200

export const isLong = (count: number) => count > mostMessages

/**
 * A window that has grown long, without the end that is far from what is read; undefined when it may stay as it is. One end
 * at a time, so that what is read can keep its place.
 */
export function trimmed(window: Page, firstInView: number, lastInView: number): Page | undefined {
  const { messages } = window
  if (!isLong(messages.length)) return undefined
  const start = messages[0]?.number ?? 1
  const [above, below] = [firstInView - start, start + messages.length - 1 - lastInView]
  const excess = messages.length - keptMessages
  return above >= below
    ? { ...window, messages: messages.slice(Math.min(excess, above - margin)), hasEarlier: true }
    : { ...window, messages: messages.slice(0, messages.length - Math.min(excess, below - margin)), hasLater: true }
}
