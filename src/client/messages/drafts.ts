import { useSyncExternalStore } from 'react'

const key = 'parley.drafts'
const listeners = new Set<() => void>()
type Draft = { text: string; /** The id of the message that it answers. */ replyTo?: string }
const none: Draft = { text: '' }
let drafts = read()

// What is typed in one tab is known in the others, so that none writes over it.
globalThis.addEventListener?.('storage', (event) => {
  if (event.key !== key) return
  drafts = read()
  for (const listener of listeners) listener()
})

/** What was typed into a chat and not sent. It is there again after another chat, and after a reload. */
export function useDraft(chatId: string): Draft {
  return useSyncExternalStore(listen, () => drafts[chatId] ?? none)
}

/** What was typed into a message that is being edited, kept by its id. */
export const editOf = (messageId: string): string | undefined => drafts[messageId]?.text

export function keepDraft(chatId: string, text: string) {
  keep(chatId, { ...drafts[chatId], text })
}

/** The draft answers this message from now on, or none. */
export function keepAnswer(chatId: string, replyTo: string | undefined) {
  keep(chatId, { text: drafts[chatId]?.text ?? '', ...(replyTo !== undefined && { replyTo }) })
}

/** Before what has been typed meanwhile. */
export function returnToDraft(chatId: string, text: string, replyTo: string | undefined) {
  const typed = drafts[chatId]
  const answered = typed?.replyTo ?? replyTo
  const whole = typed?.text ? `${text}\n${typed.text}` : text
  keep(chatId, { text: whole, ...(answered !== undefined && { replyTo: answered }) })
}

export function dropDraft(chatId: string) {
  keep(chatId, none)
}

/** Whoever signs in here next does not read them. */
export function forgetDrafts() {
  drafts = {}
  write()
}

function keep(chatId: string, draft: Draft) {
  const { [chatId]: _, ...others } = drafts
  const isEmpty = draft.text === '' && draft.replyTo === undefined
  drafts = isEmpty ? others : { ...others, [chatId]: draft }
  write()
}

function write() {
  for (const listener of listeners) listener()
  try {
    localStorage.setItem(key, JSON.stringify(drafts))
  } catch {
    // A browser without room or leave to store keeps drafts until the page is closed.
  }
}

function listen(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function read(): Record<string, Draft> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '{}')
    return Object.fromEntries(
      Object.entries(kept ?? {}).flatMap(([chatId, found]) => draftOf(found).map((draft) => [chatId, draft])),
    )
  } catch {
    return {}
  }
}

/** As it was kept: by an earlier version as the text alone. */
function draftOf(found: unknown): Draft[] {
  if (typeof found === 'string') return [{ text: found }]
  const { text, replyTo }: { text?: unknown; replyTo?: unknown } =
    typeof found === 'object' && found !== null ? found : {}
  if (typeof text !== 'string') return []
  return [typeof replyTo === 'string' ? { text, replyTo } : { text }]
}
