import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import { faultOf } from '../fault.ts'
import { useLive } from '../live/LiveProvider.tsx'
import { useMessages } from '../live/useMessages.ts'
import type { Chat, Page } from '../trpc.ts'
import { tellFault } from '../ui/toasts.ts'
import { atEnd, type Opening, openingAt, openingLeft, openingOf } from './opening.ts'
import type { Place } from './places.ts'
import { isLong, trimmed } from './trimmed.ts'

/** What the list on the screen can do. */
export type ListHandle = {
  toEnd: () => void
  /** Somebody has gone elsewhere since it was opened. */
  hasMovedOn: () => boolean
  /** Where the reader is; nothing at the end. */
  place: () => Place | undefined
  /** False when the message is not loaded. */
  show: (opening: Opening) => boolean
  turnPage: (step: -1 | 1) => void
}

export type Jumps = ReturnType<typeof useListJumps>

/** The messages of a chat where it was opened, and the ways to other places in its history and back. */
export function useListJumps(chat: Chat, askedNumber: number | undefined) {
  const { sync } = useLive()
  const queryClient = useQueryClient()
  const [{ opening, visit }, setVisited] = useState(() => ({ opening: openingOf(chat, askedNumber), visit: 0 }))
  const [trail, setTrail] = useState<{ place: Place | undefined; focused: number | undefined }[]>([])
  const handle = useRef<ListHandle>(null)
  const list = useMessages(chat.id, opening.around)
  const now = useRef({ chat, list, around: opening.around })
  useLayoutEffect(() => {
    now.current = { chat, list, around: opening.around }
  })

  const go = useCallback(
    async (next: Opening) => {
      if (handle.current?.show(next)) return true
      const chatId = now.current.chat.id
      const place = next.around === undefined ? { chatId } : { chatId, around: next.around }
      try {
        await queryClient.ensureQueryData(sync.windowQuery(place))
      } catch (error) {
        tellFault(faultOf(error).message)
        return false
      }
      setVisited(({ visit: before }) => ({ opening: next, visit: before + 1 }))
      return true
    },
    [queryClient, sync],
  )

  // Kept from before, a chat does not say what is new in it. It opens there when that is known.
  const isKnown = chat.version >= 0
  const [isOpen, setOpen] = useState(isKnown)
  const openAnew = useEffectEvent(async () => {
    const isElsewhere = askedNumber !== undefined || visit > 0 || handle.current?.hasMovedOn()
    const next = openingOf(chat, undefined)
    const { around } = next
    if (chat.unread > 0 && !isElsewhere) {
      if (around !== undefined) await queryClient.prefetchQuery(sync.windowQuery({ chatId: chat.id, around }))
      setVisited(({ visit: before }) => ({ opening: next, visit: before + 1 }))
    }
    setOpen(true)
  })
  useEffect(() => {
    if (!isKnown || isOpen) return
    const frame = requestAnimationFrame(() => void openAnew())
    return () => cancelAnimationFrame(frame)
  }, [isKnown, isOpen])

  const toLatest = useCallback(async () => {
    if (now.current.list.hasLater) {
      await now.current.list.toLatest()
      setVisited(({ visit: before }) => ({ opening: atEnd, visit: before }))
    }
    handle.current?.toEnd()
  }, [])

  /** Lets go of what is far from what is read. The end of a chat is only ever held whole: without it, it is another place. */
  const trim = useCallback(
    (first: number, last: number) => {
      const { chat, list, around } = now.current
      if (!isLong(list.messages.length)) return
      const keyOf = (place: { chatId: string; around?: number }) => sync.windowQuery(place).queryKey
      const key = keyOf(around === undefined ? { chatId: chat.id } : { chatId: chat.id, around })
      const window = queryClient.getQueryData<Page>(key)
      const next = window && trimmed(window, first, last)
      if (!next) return
      if (around !== undefined || !next.hasLater) return void queryClient.setQueryData(key, next)
      queryClient.setQueryData(keyOf({ chatId: chat.id, around: first }), next)
      setVisited((before) => ({ ...before, opening: { ...before.opening, around: first } }))
    },
    [queryClient, sync],
  )

  const goTo = useCallback(
    async (number: number, why: 'asked' | 'unread' = 'asked') => {
      const { lastNumber } = now.current.chat
      const from = { place: handle.current?.place(), focused: focusedNumber() }
      const at = Math.min(Math.max(number, 1), lastNumber)
      if ((await go(openingAt(now.current.chat, at, why))) && why === 'asked') setTrail((places) => [...places, from])
    },
    [go],
  )

  /** Tells which message had the focus there, or is the first one in view. */
  const back = useCallback(async () => {
    const { place, focused } = trail.at(-1) ?? {}
    const { chat } = now.current
    setTrail(trail.slice(0, -1))
    await (place ? go(openingLeft(chat, place)) : toLatest())
    const first = place ? place.number + Math.sign(Math.max(place.offset, 0)) : chat.lastNumber
    return focused ?? first
  }, [trail, go, toLatest])

  return {
    opening,
    /** It is known what is new, and the chat is open there. */
    isOpen,
    visit,
    list,
    handle,
    goTo,
    toLatest,
    trim,
    /** To where the reader was before he jumped, if he did. */
    back: trail.length > 0 ? back : undefined,
    forgetTrail: useCallback(() => setTrail([]), []),
  }
}

function focusedNumber(): number | undefined {
  const row = document.activeElement?.closest<HTMLElement>('[data-number]')
  return row ? Number(row.dataset['number']) : undefined
}
