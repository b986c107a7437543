import { DirectionProvider } from '@base-ui/react/direction-provider'
import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { QueryClient, QueryClientProvider, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Router } from 'wouter'
import { memoryLocation } from 'wouter/memory-location'
import { LiveContext } from '../live/LiveProvider.tsx'
import { createSync, type Sync } from '../live/sync.ts'
import { nameOf } from '../people/nameOf.ts'
import { type Client, createUtils, trpc } from '../trpc.ts'
import { chatId, me, messages, outgoing } from './samples.ts'

type Props = { calls: Client; direction: string; children: ReactNode }

/** What the app has around its components: the same providers, with nobody signed in and nothing asked of the server. */
export function Surroundings({ calls, direction, children }: Props) {
  const [queries] = useState(() => filled(calls))
  const [{ hook }] = useState(() => memoryLocation())
  const isTurned = direction === 'rtl' || (direction !== 'ltr' && document.documentElement.lang === 'ar')
  return (
    <I18nProvider i18n={i18n}>
      <DirectionProvider direction={isTurned ? 'rtl' : 'ltr'}>
        <trpc.Provider client={calls} queryClient={queries}>
          <QueryClientProvider client={queries}>
            <Router hook={hook}>
              <Live arrange={({ outbox }) => outbox.entries.set(outgoing)}>{children}</Live>
            </Router>
          </QueryClientProvider>
        </trpc.Provider>
      </DirectionProvider>
    </I18nProvider>
  )
}

type LiveProps = {
  /** What this user has heard. */
  arrange?: (sync: Sync) => void
  children: ReactNode | ((sync: Sync) => ReactNode)
}

/** A live user whose line is never opened: what he heard is arranged here. */
export function Live({ arrange, children }: LiveProps) {
  const { client } = trpc.useUtils()
  const queryClient = useQueryClient()
  const [sync] = useState(() => {
    const made = createSync({ client, queryClient, userId: me.id, nameOf })
    // What is written here goes nowhere.
    made.outbox.start()()
    arrange?.(made)
    return made
  })
  return (
    <LiveContext value={{ sync, user: me }}>{typeof children === 'function' ? children(sync) : children}</LiveContext>
  )
}

/** Holds what an answer quotes, and that there are no chats. Nothing is asked again. */
function filled(calls: Client): QueryClient {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } })
  const utils = createUtils(calls, queries)
  const page = { messages, hasEarlier: false, hasLater: false, version: messages.length }
  for (const one of [chatId, 'answering']) utils.messages.list.setData({ chatId: one }, page)
  utils.chats.list.setData(undefined, [])
  utils.messages.get.setData({ chatId, id: 'of long ago' }, null)
  return queries
}
