import { t } from '@lingui/core/macro'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { faultOf } from '../fault.ts'
import { Button } from '../ui/Button.tsx'
import { Confirm } from '../ui/Confirm.tsx'
import { tellFault } from '../ui/toasts.ts'
import { Section } from './Section.tsx'

type Props = { isGuest: boolean; onSignOut: () => Promise<void> }

/** A guest is asked first: without a password there is no way back. */
export function SignOut({ isGuest, onSignOut }: Props) {
  const [, navigate] = useLocation()
  const [asks, setAsks] = useState(false)
  const [isBusy, setBusy] = useState(false)

  async function signOut(): Promise<string | undefined> {
    setBusy(true)
    try {
      await onSignOut()
      navigate('/', { replace: true })
      return undefined
    } catch (error) {
      setBusy(false)
      return faultOf(error).message
    }
  }

  async function signOutAtOnce() {
    const refused = await signOut()
    if (refused) tellFault(refused)
  }

  return (
    <Section title={t`Sign out`} text={t`Ends this session, and nothing else.`}>
      <Button isBusy={isBusy && !asks} onClick={() => (isGuest ? setAsks(true) : void signOutAtOnce())}>
        {t`Sign out`}
      </Button>
      {asks && (
        <Confirm
          title={t`Sign out as a guest?`}
          text={t`A guest has no password, so you cannot come back to this account. To keep it, choose a username and a password first.`}
          verb={t`Sign out`}
          onConfirm={signOut}
          onClose={() => setAsks(false)}
        />
      )}
    </Section>
  )
}
