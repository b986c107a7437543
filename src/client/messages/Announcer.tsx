import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { ShownMessage } from '../live/shown.ts'
import { preferences } from '../settings/preferences.ts'
import { announcement, calmly, type Heard } from './announcements.ts'

type Props = {
  messages: ShownMessage[]
  /** Whether the newest message of the chat is among them. */
  isAtLatest: boolean
  meId: string
}

const spokenMs = 5000

/** Says to a screen reader what arrives while the chat is open. The list itself says nothing: it also grows when one scrolls. */
export function Announcer({ messages, isAtLatest, meId }: Props) {
  const { spoken, hear } = useCalmVoice()
  const known = useRef<number>(undefined)
  const newest = messages.findLast(({ state }) => state === 'stored')?.number ?? 0

  const look = useEffectEvent(() => {
    const { current: before } = known
    known.current = isAtLatest ? newest : undefined
    if (before === undefined || preferences().announcements === 'nothing') return
    const first = messages.findLastIndex(({ number }) => number <= before) + 1
    for (const message of messages.slice(first)) if (isNews(message, meId)) hear(message)
  })
  useEffect(() => look(), [newest, isAtLatest])

  return (
    <p aria-live="polite" className="sr-only">
      {spoken && <span key={spoken.turn}>{spoken.sentence}</span>}
    </p>
  )
}

function isNews({ kind, state, deletedAt, sender }: ShownMessage, meId: string): boolean {
  return kind === 'text' && state === 'stored' && !deletedAt && sender.id !== meId
}

/** The same sentence said again is a new one to the ear: each has its turn. */
function useCalmVoice() {
  const [spoken, setSpoken] = useState<{ sentence: string; turn: number }>()
  const [voice] = useState(() =>
    calmly((heard: Heard[]) => {
      const { announcements } = preferences()
      if (announcements === 'nothing') return
      const sentence = announcement(heard, announcements === 'words')
      setSpoken((before) => ({ sentence, turn: (before?.turn ?? 0) + 1 }))
    }),
  )
  useEffect(() => voice.stop, [voice])
  useEffect(() => {
    const timer = setTimeout(() => setSpoken((now) => now && { ...now, sentence: '' }), spokenMs)
    return () => clearTimeout(timer)
  }, [spoken?.turn])
  return { spoken, hear: voice.hear }
}
