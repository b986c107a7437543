import { plural, t } from '@lingui/core/macro'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { faultOf } from '../fault.ts'
import { useLive } from '../live/LiveProvider.tsx'
import { useStore } from '../ui/store.ts'
import { Button } from '../ui/Button.tsx'
import { Confirm } from '../ui/Confirm.tsx'
import { tellFault } from '../ui/toasts.ts'
import { Section } from './Section.tsx'

type Props = { isGuest: boolean; onSignOut: () => Promise<void> }

/** Whoever would lose something is asked first: a message that was not sent, or the account of a guest. */
export function SignOut({ isGuest, onSignOut }: Props) {
  const [, navigate] = useLocation()
  const [asks, setAsks] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const unsent = useStore(useLive().sync.outbox.entries).filter(({ state }) => state !== 'sent').length

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

  const what = t`Ends this session, and nothing else.`
  return (
    <Section title={t`Sign out`} text={what}>
      <Button isBusy={isBusy && !asks} onClick={() => (isGuest || unsent > 0 ? setAsks(true) : void signOutAtOnce())}>
        {t`Sign out`}
      </Button>
      {asks && (
        <Confirm
          title={isGuest ? t`Sign out as a guest?` : t`Sign out?`}
          text={[isGuest && guestSentence(), unsent > 0 && unsentSentence(unsent)].filter(Boolean).join(' ') || what}
          verb={t`Sign out`}
          onConfirm={signOut}
          onClose={() => setAsks(false)}
        />
      )}
    </Section>
  )
}

function guestSentence(): string {
  return t`A guest has no password, so you cannot come back to this account. To keep it, choose a username and a password first.`
}

function unsentSentence(unsent: number): string {
  return plural(unsent, {
    one: '# message was not sent yet. If you sign out, it is lost.',
    other: '# messages were not sent yet. If you sign out, they are lost.',
  })
}
