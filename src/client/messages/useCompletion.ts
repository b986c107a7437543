import { i18n } from '@lingui/core'
import { type KeyboardEvent, type RefObject, useState } from 'react'
import { flushSync } from 'react-dom'
import type { Member } from '../trpc.ts'
import type { EmojiFinder, FoundEmoji } from '../ui/emojiFinder.ts'
import { emojiFor, namedAt, namingAt } from './emojiNames.ts'
import { choicesFor, completed, mentionAt, withMention } from './mention.ts'

type Options = {
  area: RefObject<HTMLTextAreaElement | null>
  members: Member[]
  meId: string
  onChange: (text: string) => void
}

/** What is being written before the caret, and where it begins. */
type Begun = { kind: 'name' | 'emoji'; start: number; part: string }
export type Choice = { kind: 'name'; key: string; member: Member } | { kind: 'emoji'; key: string; emoji: FoundEmoji }

/** Completes names after an @ and emoji after a colon: arrows walk, Enter and Tab choose, Escape lets it be. */
export function useCompletion({ area, members, meId, onChange }: Options) {
  const [begun, setBegun] = useState<Begun>()
  const [active, setActive] = useState(0)
  const [finder, setFinder] = useState<EmojiFinder>()
  const choices = begun ? choicesOf(begun) : []

  function choicesOf({ kind, part }: Begun): Choice[] {
    if (kind === 'emoji') return finder ? emojiFor(finder, part).map((emoji) => ({ kind, key: emoji.sign, emoji })) : []
    return choicesFor(members, part, meId).map((member) => ({ kind, key: member.id, member }))
  }

  function look() {
    const { value = '', selectionStart: caret = 0 } = area.current ?? {}
    const named = namedAt(value, caret, finder)
    if (named) return put(completed(value, named, named.sign))
    const [name, emoji] = [mentionAt(value, caret), namingAt(value, caret)]
    if (emoji) void loadFinder().then(setFinder, () => undefined)
    const next: Begun | undefined = name ? { kind: 'name', ...name } : emoji && { kind: 'emoji', ...emoji }
    setBegun(next)
    if (next?.part !== begun?.part) setActive(0)
  }

  function choose(choice: Choice) {
    if (!begun || !area.current) return
    const { value } = area.current
    put(
      choice.kind === 'name'
        ? withMention(value, begun, choice.member.username)
        : completed(value, begun, `${choice.emoji.sign} `),
    )
  }

  function put(next: { text: string; caret: number }) {
    // The caret must stand right before the next key comes.
    flushSync(() => {
      onChange(next.text)
      setBegun(undefined)
    })
    area.current?.focus()
    area.current?.setSelectionRange(next.caret, next.caret)
  }

  /** True when the key was meant for the choices. */
  function onKeyDown(event: KeyboardEvent): boolean {
    const chosen = choices[active]
    if (!chosen) return false
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) setActive((active + step + choices.length) % choices.length)
    else if (event.key === 'Enter' || event.key === 'Tab') choose(chosen)
    else if (event.key === 'Escape') setBegun(undefined)
    else return false
    event.preventDefault()
    return true
  }

  return { choices, active, look, choose, onKeyDown, close: () => setBegun(undefined) }
}

/** In the language of the moment; each is made once. */
const loadFinder = async () => (await import('../ui/emojiFinder.ts')).emojiFinder(i18n.locale)
