import { useEffect, useEffectEvent, useRef } from 'react'
import type { ShownMessage } from '../live/shown.ts'
import type { Chat } from '../trpc.ts'
import { hear } from './hear.ts'

type Props = {
  chat: Chat
  messages: ShownMessage[]
  /** Whether the newest message of the chat is among them. */
  isAtLatest: boolean
  meId: string
}

/** Says to a screen reader what arrives while the chat is open. The list itself says nothing: it also grows when one scrolls. */
export function Announcer({ chat, messages, isAtLatest, meId }: Props) {
  const known = useRef<number>(undefined)
  const newest = messages.findLast(({ state }) => state === 'stored')?.number ?? 0

  const look = useEffectEvent(() => {
    const { current: before } = known
    known.current = isAtLatest ? newest : undefined
    if (before === undefined) return
    const first = messages.findLastIndex(({ number }) => number <= before) + 1
    for (const message of messages.slice(first).filter((one) => isNews(one, meId)))
      hear({ ...message, isForMe: chat.kind === 'direct' || message.mentions.includes(meId) })
  })
  useEffect(() => look(), [newest, isAtLatest])
  return null
}

function isNews({ kind, state, deletedAt, sender }: ShownMessage, meId: string): boolean {
  return kind === 'text' && state === 'stored' && !deletedAt && sender.id !== meId
}
