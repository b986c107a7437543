import { t } from '@lingui/core/macro'
import { commandKey, isApple } from './keys.ts'

export type Key =
  | 'command'
  | 'alt'
  | 'shift'
  | 'enter'
  | 'esc'
  | 'tab'
  | 'delete'
  | 'up'
  | 'down'
  | 'pageUp'
  | 'pageDown'
  | 'home'
  | 'end'
  | (string & {})

/** What stands on a key of this machine, and how it is read out where it is a sign. */
export function nameOfKey(key: Key): { sign: string; word?: string } {
  const names: Record<string, { sign: string; word?: string }> = {
    command: { sign: commandKey(), ...(isApple && { word: t`Command` }) },
    alt: isApple ? { sign: '⌥', word: t`Option` } : { sign: t({ message: 'Alt', context: 'on a key' }) },
    shift: isApple ? { sign: '⇧', word: shift() } : { sign: shift() },
    enter: isApple ? { sign: '↩', word: t`Return` } : { sign: t({ message: 'Enter', context: 'on a key' }) },
    esc: { sign: t({ message: 'Esc', context: 'on a key' }) },
    tab: isApple ? { sign: '⇥', word: tab() } : { sign: tab() },
    delete: isApple ? { sign: '⌫', word: backspace() } : { sign: t({ message: 'Delete', context: 'on a key' }) },
    up: { sign: '↑', word: t`Up arrow` },
    down: { sign: '↓', word: t`Down arrow` },
    pageup: { sign: t({ message: 'Page up', context: 'on a key' }) },
    pagedown: { sign: t({ message: 'Page down', context: 'on a key' }) },
    home: { sign: t({ message: 'Home', context: 'on a key' }) },
    end: { sign: t({ message: 'End', context: 'on a key' }) },
    '?': { sign: '?', word: t`Question mark` },
    '/': { sign: '/', word: t`Slash` },
    '@': { sign: '@', word: t`At sign` },
    '+': { sign: '+', word: t`Plus` },
    ':': { sign: ':', word: t`Colon` },
  }
  return names[key.toLowerCase()] ?? { sign: key }
}

const shift = () => t({ message: 'Shift', context: 'on a key' })
const tab = () => t({ message: 'Tab', context: 'on a key' })
const backspace = () => t({ message: 'Delete', context: 'on a key of a Mac' })
