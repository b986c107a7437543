import { useEffect, useEffectEvent, useState } from 'react'
import type { ShownMessage } from '../live/shown.ts'
import { useMarkRead } from '../live/useMarkRead.ts'
import type { Chat } from '../trpc.ts'
import { useIsWatching } from '../ui/useIsWatching.ts'
import type { Row } from './rows.ts'
import { onScrollOnPurpose } from './scrollOnPurpose.ts'
import type { Jumps } from './useListJumps.ts'

type View = {
  first: Row<ShownMessage> | undefined
  last: Row<ShownMessage> | undefined
  isAtEnd: boolean
  isOpen: boolean
}

/** What somebody has read: what was in view while he had the window before him. And where the new begins for him. */
export function useReading(chat: Chat, { opening, isOpen }: Pick<Jumps, 'opening' | 'isOpen'>, meId: string) {
  const markRead = useMarkRead()
  const isWatching = useIsWatching()
  const [view, setView] = useState<View>()
  const [newFrom, setNewFrom] = useState(opening.why === 'unread' ? opening.at : undefined)
  const [hadUnread, setHadUnread] = useState(chat.unread > 0)
  const [heardNumber, setHeardNumber] = useState(chat.lastNumber)

  const [mark, setMark] = useState({ readNumber: chat.readNumber, readVersion: chat.readVersion })
  const [isKeptUnread, setKeptUnread] = useState(false)

  // Somebody who sets his mark back wants to find it so when he returns, not to have read it all again at once.
  const { readNumber, readVersion } = chat
  if (readVersion !== mark.readVersion) {
    setMark({ readNumber, readVersion })
    if (readVersion > mark.readVersion && readNumber < mark.readNumber) {
      setKeptUnread(true)
      setNewFrom(readNumber + 1)
    }
  }
  if (isKeptUnread && !isWatching) setKeptUnread(false)
  useEffect(() => {
    if (isKeptUnread) return onScrollOnPurpose(() => setKeptUnread(false))
    return undefined
  }, [isKeptUnread])

  const [wasOpen, setWasOpen] = useState(isOpen)
  if (isOpen && !wasOpen) {
    setWasOpen(true)
    if (chat.unread > 0) setNewFrom(readNumber + 1)
  }

  const hasUnread = chat.unread > 0
  if (hasUnread !== hadUnread) {
    setHadUnread(hasUnread)
    if (hasUnread && isOpen && !isKeptUnread && !(isWatching && view?.isAtEnd)) setNewFrom(chat.readNumber + 1)
  }
  // Who answers has seen what he answers to.
  const { lastNumber, lastMessage } = chat
  if (lastNumber !== heardNumber) {
    setHeardNumber(lastNumber)
    if (lastMessage?.sender.id === meId && lastMessage.kind === 'text') setNewFrom(undefined)
  }

  // What was in view before the chat was open where the new begins tells nothing.
  const seen = view?.isOpen && view.last?.message.state === 'stored' ? view.last.message.number : undefined
  const tell = useEffectEvent((number: number) => {
    if (number > chat.readNumber) markRead(chat.id, number)
  })
  useEffect(() => {
    if (isWatching && !isKeptUnread && seen !== undefined) tell(seen)
  }, [isWatching, isKeptUnread, seen])

  return {
    newFrom,
    /** What is new begins below what is in view. */
    isNewBelow: newFrom !== undefined && view?.last !== undefined && view.last.message.number < newFrom,
    /** The message at the top. */
    top: view?.first?.message,
    onView(looked: Omit<View, 'isOpen'>) {
      const next = { ...looked, isOpen }
      setView((held) => (isSameView(held, next) ? held : next))
    },
  }
}

function isSameView(one: View | undefined, other: View): boolean {
  return (
    one?.isAtEnd === other.isAtEnd &&
    one.isOpen === other.isOpen &&
    one.first?.message.number === other.first?.message.number &&
    one.last?.message.number === other.last?.message.number
  )
}
