import { t } from '@lingui/core/macro'
import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import { useLive } from '../live/LiveProvider.tsx'
import { useChats } from '../live/useChats.ts'
import { withoutMarks } from '../../marks.ts'
import type { Chat } from '../trpc.ts'
import { dropNote, tellNote } from '../ui/toasts.ts'
import { worthTelling } from './worthTelling.ts'

/** Tells what is said in other chats while the page is open, and goes where a notification of the browser leads. */
export function useNotices(meId: string, openId: string | undefined) {
  const { sync } = useLive()
  const { chats } = useChats()
  const [, go] = useLocation()
  const told = useRef<Chat[]>(undefined)

  useEffect(() => {
    const before = told.current ?? sync.firstChats()
    if (!before) return
    told.current = chats
    for (const { id, title, kind, lastMessage } of worthTelling(before, chats, {
      meId,
      openId,
      now: new Date(),
    })) {
      if (!lastMessage) continue
      const name = lastMessage.sender.displayName
      tellNote({
        id,
        title: kind === 'group' ? `${name} · ${title}` : name,
        text: withoutMarks(lastMessage.text).slice(0, 140),
        verb: t({ message: 'Open', context: 'verb' }),
        onChoose: () => go(`/chats/${id}`),
      })
    }
  }, [sync, chats, meId, openId, go])

  useEffect(() => {
    if (openId) dropNote(openId)
  }, [openId])

  useEffect(() => {
    const open = ({ data }: MessageEvent<{ path?: unknown } | null>) => {
      const path = data?.path
      if (typeof path === 'string' && /^\/(chats\/[\w-]+)?$/.test(path)) go(path)
    }
    const container = globalThis.navigator.serviceWorker as ServiceWorkerContainer | undefined
    container?.addEventListener('message', open)
    return () => container?.removeEventListener('message', open)
  }, [go])
}
