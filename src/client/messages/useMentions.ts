import { type KeyboardEvent, type RefObject, useState } from 'react'
import { flushSync } from 'react-dom'
import type { Member } from '../trpc.ts'
import { choicesFor, type Mention, mentionAt, withMention } from './mention.ts'

type Options = {
  area: RefObject<HTMLTextAreaElement | null>
  text: string
  members: Member[]
  meId: string
  onChange: (text: string) => void
}

/** Completes names after an @: arrows walk, Enter and Tab choose, Escape lets it be. */
export function useMentions({ area, text, members, meId, onChange }: Options) {
  const [mention, setMention] = useState<Mention>()
  const [active, setActive] = useState(0)
  const choices = mention ? choicesFor(members, mention.part, meId) : []

  function look() {
    const caret = area.current?.selectionStart ?? 0
    const next = mentionAt(area.current?.value ?? '', caret)
    setMention(next)
    if (next?.part !== mention?.part) setActive(0)
  }

  function choose({ username }: Member) {
    if (!mention) return
    const next = withMention(text, mention, username)
    // The caret must stand right before the next key comes.
    flushSync(() => {
      onChange(next.text)
      setMention(undefined)
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
    else if (event.key === 'Escape') setMention(undefined)
    else return false
    event.preventDefault()
    return true
  }

  return { choices, active, look, choose, onKeyDown, close: () => setMention(undefined) }
}
