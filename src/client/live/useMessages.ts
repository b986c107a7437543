import { useMutation, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { isRefused } from './faults.ts'
import { useLive } from './LiveProvider.tsx'
import { shownMessages } from './shown.ts'
import { useStore } from '../ui/store.ts'

const mostTries = 3
const mayHelp = (count: number, error: unknown) => count < mostTries && !isRefused(error)

/** The messages of a chat: its end, or the place around a number until `toLatest` is called. */
export function useMessages(chatId: string, around?: number) {
  const { sync, user } = useLive()
  const [left, setLeft] = useState<number>()
  if (left !== undefined && left !== around) setLeft(undefined)
  const place = around === undefined || around === left ? { chatId } : { chatId, around }

  const { data: window, isPending: isLoading, error, refetch } = useQuery(sync.windowQuery(place))
  const earlier = useMutation({ mutationFn: () => sync.loadEarlier(place), retry: mayHelp })
  const later = useMutation({ mutationFn: () => sync.loadLater(place), retry: mayHelp })
  const entries = useStore(sync.outbox.entries)
  const messages = useMemo(() => {
    const outgoing = entries.filter((entry) => entry.chatId === chatId)
    return window ? shownMessages(window, outgoing, user) : []
  }, [window, entries, chatId, user])

  return {
    messages,
    hasEarlier: window?.hasEarlier ?? false,
    hasLater: window?.hasLater ?? false,
    loadEarlier: () => void (earlier.isPending || earlier.mutate()),
    loadLater: () => void (later.isPending || later.mutate()),
    isLoadingEarlier: earlier.isPending,
    isLoadingLater: later.isPending,
    /** Goes there when it is loaded. */
    async toLatest() {
      await sync.loadLatest(chatId)
      setLeft(around)
    },
    isLoading,
    error,
    refetch,
  }
}
