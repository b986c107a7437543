import { t } from '@lingui/core/macro'
import { useRef } from 'react'
import { Router } from 'wouter'
import { isSignedOut } from '../live/faults.ts'
import { LiveProvider } from '../live/LiveProvider.tsx'
import { type Self, trpc } from '../trpc.ts'
import { goOn } from '../ui/entries.ts'
import { ConnectionNotices } from './ConnectionNotice.tsx'
import { Desk } from './Desk.tsx'

type Props = { me: Self; onSignedOut: (notice: string | undefined) => void }

/** Everything behind the door. */
export function Home({ me, onSignedOut }: Props) {
  const utils = trpc.useUtils()
  const logout = trpc.auth.logout.useMutation()
  const isLeaving = useRef(false)

  function leave() {
    onSignedOut(isLeaving.current ? undefined : t`Your session was ended. Sign in to go on.`)
    utils.auth.me.setData(undefined, null)
  }

  async function signOut() {
    isLeaving.current = true
    try {
      await logout.mutateAsync({}).catch(unlessSignedOut)
      leave()
    } finally {
      isLeaving.current = false
    }
  }

  return (
    <LiveProvider user={me} onSignedOut={leave}>
      <ConnectionNotices>
        <Router aroundNav={goOn}>
          <Desk me={me} onSignOut={signOut} />
        </Router>
      </ConnectionNotices>
    </LiveProvider>
  )
}

/** The session had ended before: that is what was wanted. */
function unlessSignedOut(error: unknown) {
  if (!isSignedOut(error)) throw error
}
