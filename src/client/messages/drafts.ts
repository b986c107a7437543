import { useSyncExternalStore } from 'react'

const key = 'parley.drafts'
const listeners = new Set<() => void>()
let drafts = read()

/** What was typed into a chat and not sent. It is there again after another chat, and after a reload. */
export function useDraft(chatId: string): string {
  return useSyncExternalStore(listen, () => drafts[chatId] ?? '')
}

export function keepDraft(chatId: string, text: string) {
  const { [chatId]: _, ...others } = drafts
  drafts = text === '' ? others : { ...others, [chatId]: text }
  write()
}

/** Whoever signs in here next does not read them. */
export function forgetDrafts() {
  drafts = {}
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

function read(): Record<string, string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '{}')
    const texts = Object.entries(kept ?? {}).filter(([, text]) => typeof text === 'string')
    return Object.fromEntries(texts)
  } catch {
    return {}
  }
}
