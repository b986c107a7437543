import { useSyncExternalStore } from 'react'
import { type Language, speak } from '../languages/language.ts'

export type Preferences = {
  language: 'system' | Language
  theme: 'system' | 'light' | 'dark'
  contrast: 'system' | 'high'
  density: 'comfortable' | 'compact'
  size: 'small' | 'normal' | 'large' | 'larger'
  /** For so long a message can be taken back before it is sent. */
  undoSeconds: 0 | 5 | 10
  /** What a screen reader says of messages that arrive. `named`: only of those that name the reader or are to him alone. */
  announcements: 'words' | 'counts' | 'named' | 'nothing'
  /** A key alone does something, without Ctrl or the like. */
  singleKeys: boolean
}

// theme.js reads it before the page is painted.
const key = 'parley.preferences'
const usual: Preferences = {
  language: 'system',
  theme: 'system',
  contrast: 'system',
  density: 'comfortable',
  size: 'normal',
  undoSeconds: 0,
  announcements: 'words',
  singleKeys: true,
}
const listeners = new Set<() => void>()
let chosen = read()

globalThis.addEventListener?.('storage', (event) => {
  if (event.key === key) hear(read())
})

/** How this browser shows the app: kept here and not with the account, for each screen is another. */
export function usePreferences(): Preferences {
  return useSyncExternalStore(listen, () => chosen)
}

export function preferences(): Preferences {
  return chosen
}

export function prefer(change: Partial<Preferences>) {
  const next = { ...chosen, ...change }
  try {
    localStorage.setItem(key, JSON.stringify(next))
  } catch {
    // A browser that keeps nothing shows it so until the page is closed.
  }
  hear(next)
}

/** As it was chosen, else as the browser says. */
export async function speakAsPreferred() {
  await speak(globalThis.languageOf?.(chosen) ?? 'en')
}

function hear(next: Preferences) {
  chosen = next
  globalThis.showPreferences?.(next)
  void speakAsPreferred().catch(() => undefined)
  for (const listener of listeners) listener()
}

function listen(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function read(): Preferences {
  try {
    return { ...usual, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Preferences>) }
  } catch {
    return usual
  }
}

declare global {
  // oxlint-disable-next-line no-var -- a global can only be declared so
  var showPreferences: ((preferences: Preferences) => void) | undefined
  // oxlint-disable-next-line no-var
  var languageOf: ((preferences: Preferences) => Language) | undefined
}
