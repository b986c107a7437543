import { t } from '@lingui/core/macro'
import { useEffect, useState } from 'react'
import { trpc } from '../trpc.ts'
import { keepFocus } from '../ui/keepFocus.ts'
import { Mark } from '../ui/Mark.tsx'
import { ForgotPassword } from './ForgotPassword.tsx'
import { GuestButton } from './GuestButton.tsx'
import { Register } from './Register.tsx'
import { SignIn } from './SignIn.tsx'

/** The way in, for somebody who is not signed in. `notice` says why, when it is news to him. */
export function Welcome({ notice }: { notice: string | undefined }) {
  const [isNew, setNew] = useState(false)
  const [isForgetful, setForgetful] = useState(false)
  useEffect(keepFocus, [])
  const offers = trpc.account.offers.useQuery(undefined, { staleTime: Infinity })
  const canRegister = offers.data?.isRegistrationOpen ?? true
  const hasGuests = offers.data?.hasGuests ?? true
  return (
    <main className="flex h-full overflow-y-auto p-4">
      <title>{isNew ? t`Create an account · Parley` : t`Sign in · Parley`}</title>
      <div className="m-auto w-full max-w-sm py-6">
        <header className="mb-6 flex flex-col items-center gap-3 text-center">
          <Mark className="size-11" />
          <div>
            <h1 className="text-xl font-strong tracking-tight">
              {isNew ? t`Create an account` : t`Welcome to ${{ name: offers.data?.name ?? 'Parley' }}`}
            </h1>
            <p className="mt-1 text-ink-2">
              {isNew ? t`It takes a username and a password.` : t`Talk to one person or to a group. Nothing gets lost.`}
            </p>
          </div>
        </header>
        {notice && (
          <p role="status" className="mb-4 rounded-m bg-signal-soft px-4 py-3 text-center">
            {notice}
          </p>
        )}
        <section className="rounded-l border border-line bg-paper p-6 phone:p-5">
          {isNew && <Register />}
          {isForgetful && <ForgotPassword />}
          {!isNew && !isForgetful && <SignIn />}
          {offers.data?.hasMail && !isNew && (
            <p className="mt-4 text-center">
              <button
                type="button"
                onClick={() => setForgetful(!isForgetful)}
                className="rounded-s text-ink-2 underline-offset-2 touchable hover:underline phone:py-2"
              >
                {isForgetful ? t`Back to signing in` : t`You forgot your password?`}
              </button>
            </p>
          )}
          {canRegister && (
            <p className="mt-5 text-center text-ink-2">
              {isNew ? t`You have an account?` : t`New here?`}{' '}
              <button
                type="button"
                onClick={() => {
                  setNew(!isNew)
                  setForgetful(false)
                }}
                className="rounded-s font-medium text-accent underline-offset-2 touchable hover:underline phone:py-2"
              >
                {isNew ? t`Sign in` : t`Create an account`}
              </button>
            </p>
          )}
        </section>
        {hasGuests && <GuestButton />}
      </div>
    </main>
  )
}
