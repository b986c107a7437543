import { useQueryClient } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useEffectEvent, useState, type ReactNode } from 'react'
import { useLanguage } from '../languages/language.ts'
import { nameOf } from '../people/nameOf.ts'
import { trpc, type Person } from '../trpc.ts'
import { takeEarly } from './early.ts'
import { openKept } from './kept.ts'
import { createSync, type Sync } from './sync.ts'

type Props = { user: Person; onSignedOut: () => void; children: ReactNode }
type Live = { sync: Sync; user: Person }

export const LiveContext = createContext<Live | null>(null)

/** Everything within it is live for this user, and speaks as him. */
export function LiveProvider({ user, onSignedOut, children }: Props) {
  return (
    <OneUser key={user.id} user={user} onSignedOut={onSignedOut}>
      {children}
    </OneUser>
  )
}

function OneUser({ user, onSignedOut, children }: Props) {
  const { client } = trpc.useUtils()
  const queryClient = useQueryClient()
  const signedOut = useEffectEvent(onSignedOut)
  const [sync] = useState(() =>
    createSync({ client, queryClient, userId: user.id, kept: openKept(user.id), early: takeEarly(), nameOf }),
  )
  const language = useLanguage()
  useEffect(() => sync.start(() => signedOut()), [sync])
  useEffect(() => sync.nameAnew(), [sync, language])
  return <LiveContext value={{ sync, user }}>{children}</LiveContext>
}

export function useLive(): Live {
  const live = useContext(LiveContext)
  if (!live) throw new Error('There is no LiveProvider around this')
  return live
}
