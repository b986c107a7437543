import type { Changes, Message, Page } from '../trpc.ts'

/** A stretch of a chat's messages without holes. Nothing that happened to it up to `version` is missing. */
export type Window = Page
type Change = Pick<Extract<Changes, { reload: false }>, 'messages' | 'version'>

/** After news; undefined when something in between was not heard and must be pulled. */
export function withNews(window: Window, after: number, message: Message): Window | undefined {
  if (message.version <= window.version) return window
  if (window.version < after) return undefined
  const messages = upsert(window, message)
  return messages && { ...window, messages, version: message.version }
}

/** After all changes since a version; undefined when the window is older than that, or does not meet them. */
export function withChanges(window: Window, after: number, { messages, version }: Change): Window | undefined {
  if (window.version < after) return undefined
  let next: Window = { ...window, version: Math.max(window.version, version) }
  for (const message of messages.toSorted((one, other) => one.number - other.number)) {
    const upserted = upsert(next, message)
    if (!upserted) return undefined
    next = { ...next, messages: upserted }
  }
  return next
}

/** With the page before it. A page that does not meet the window (it was loaded afresh meanwhile) is left out. */
export function withEarlier(window: Window, page: Page): Window {
  const first = window.messages[0]
  const last = page.messages.at(-1)
  if (!first || (last ? last.number !== first.number - 1 : page.hasEarlier)) return window
  return {
    messages: [...page.messages, ...window.messages],
    hasEarlier: page.hasEarlier,
    hasLater: window.hasLater,
    version: Math.min(window.version, page.version),
  }
}

export function withLater(window: Window, page: Page): Window {
  const last = window.messages.at(-1)
  const first = page.messages[0]
  if (!last || !window.hasLater || (first ? first.number !== last.number + 1 : page.hasLater)) return window
  return {
    messages: [...window.messages, ...page.messages],
    hasEarlier: window.hasEarlier,
    hasLater: page.hasLater,
    version: Math.min(window.version, page.version),
  }
}

/** Outside the window nothing changes; undefined when there is a hole between its end and the message. */
function upsert({ messages, hasLater }: Window, message: Message): Message[] | undefined {
  const index = message.number - (messages[0]?.number ?? 1)
  if (index < 0) return messages
  if (index > messages.length) return hasLater ? messages : undefined
  if (index === messages.length) return hasLater ? messages : [...messages, message]
  const isNewer = message.version > (messages[index]?.version ?? 0)
  return isNewer ? messages.with(index, message) : messages
}
