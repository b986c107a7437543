import { t } from '@lingui/core/macro'
import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import { useLive } from '../live/LiveProvider.tsx'
import { useChats } from '../live/useChats.ts'
import { withoutMarks } from '../../marks.ts'
import { hear } from '../messages/hear.ts'
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
    for (const chat of worthTelling(before, chats, { meId, openId, now: new Date() })) {
      const { id, title, kind, lastMessage, unread, mentioned } = chat
      if (!lastMessage) continue
      const was = before.find((one) => one.id === id)
      const name = lastMessage.sender.displayName
      const isGroup = kind === 'group'
      tellNote({
        id,
        title: isGroup ? `${isolated(name)} · ${isolated(title)}` : isolated(name),
        text: withoutMarks(lastMessage.text).slice(0, 140),
        verb: t({ message: 'Open', context: 'verb' }),
        onChoose: () => go(`/chats/${id}`),
        isSilent: true,
      })
      hear({
        ...lastMessage,
        isForMe: !isGroup || mentioned.some((number) => number > (was?.lastNumber ?? 0)),
        elsewhere: { title: isGroup ? title : undefined },
        count: Math.max(1, unread - (was?.unread ?? 0)),
      })
    }
  }, [sync, chats, meId, openId, go])

  useEffect(() => {
    if (openId) dropNote(openId)
  }, [openId])

  useEffect(() => {
    const open = ({ data, ports }: MessageEvent<{ path?: unknown } | null>) => {
      const path = data?.path
      if (typeof path !== 'string' || !/^\/(chats\/[\w-]+)?$/.test(path)) return
      ports[0]?.postMessage(true)
      go(path)
    }
    const container = globalThis.navigator.serviceWorker as ServiceWorkerContainer | undefined
    container?.addEventListener('message', open)
    return () => container?.removeEventListener('message', open)
  }, [go])
}

/** Read in its own direction, and standing in that of the page. */
const isolated = (name: string) => `\u2068${name}\u2069`
