import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { ShownMessage } from '../live/shown.ts'
import { withoutMarks } from '../../marks.ts'

const spokenMs = 3000

/** Says to a screen reader what arrives while the chat is open. The list itself says nothing: it also grows when one scrolls. */
export function Announcer({ messages, meId }: { messages: ShownMessage[]; meId: string }) {
  const [spoken, setSpoken] = useState('')
  const newest = useRef<number>(undefined)
  const number = messages.at(-1)?.number

  const hear = useEffectEvent((next: number) => {
    const last = messages.at(-1)
    const isNew = newest.current !== undefined && next === newest.current + 1
    newest.current = next
    if (isNew && last?.kind === 'text' && last.sender.id !== meId)
      setSpoken(`${last.sender.displayName}: ${withoutMarks(last.text)}`)
  })
  useEffect(() => {
    if (number !== undefined) hear(number)
  }, [number])
  useEffect(() => {
    const timer = setTimeout(() => setSpoken(''), spokenMs)
    return () => clearTimeout(timer)
  }, [spoken])

  return (
    <p aria-live="polite" className="sr-only">
      {spoken}
    </p>
  )
}
