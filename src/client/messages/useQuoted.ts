import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { getQueryKey } from '@trpc/react-query'
import { useCallback, useSyncExternalStore } from 'react'
import { type Message, type Page, trpc } from '../trpc.ts'

const freshMs = 60_000
const allWindows = getQueryKey(trpc.messages.list)

/** The message that another one answers: from what is loaded, else asked for; null when there is none. */
export function useQuoted(chatId: string, id: string): Message | null | undefined {
  const queries = useQueryClient()
  const subscribe = useCallback((listener: () => void) => queries.getQueryCache().subscribe(listener), [queries])
  const held = useSyncExternalStore(subscribe, () => heldMessage(queries, chatId, id))
  const asked = trpc.messages.get.useQuery({ chatId, id }, { enabled: !held, staleTime: freshMs })
  return held ?? (asked.isError ? null : asked.data)
}

function heldMessage(queries: QueryClient, chatId: string, id: string): Message | undefined {
  const windows = queries.getQueriesData<Page>({ queryKey: allWindows })
  for (const [[, asked], window] of windows) {
    const isHere = (asked as { input?: { chatId?: string } } | undefined)?.input?.chatId === chatId
    const message = isHere && window ? idsOf(window).get(id) : undefined
    if (message) return message
  }
  return undefined
}

const read = new WeakMap<Page, Map<string, Message>>()

function idsOf(window: Page): Map<string, Message> {
  const ids = read.get(window) ?? new Map(window.messages.map((message) => [message.id, message]))
  read.set(window, ids)
  return ids
}
