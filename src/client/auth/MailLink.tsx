import { t } from '@lingui/core/macro'
import { useEffect, useRef } from 'react'
import { newPassword } from '../../schemas.ts'
import { faultOf } from '../fault.ts'
import { trpc } from '../trpc.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { Place } from '../ui/Place.tsx'
import { useForm } from '../ui/useForm.ts'
import { SubmitButton } from '../ui/SubmitButton.tsx'

type Props = { code: string; onDone: () => void }

/** Where the link in a mail leads that confirms an address. */
export function VerifyEmail({ code, onDone }: Props) {
  const verify = trpc.account.verifyEmail.useMutation()
  const isAsked = useRef(false)
  useEffect(() => {
    if (isAsked.current) return
    isAsked.current = true
    verify.mutate({ code })
  }, [verify, code])
  return (
    <main className="flex h-full">
      <title>{t`Confirm your address · Parley`}</title>
      {verify.isSuccess && (
        <Place
          isPage
          role="status"
          title={t`Your address is confirmed.`}
          text={t`You can sign in with it, and choose a new password by mail.`}
        >
          <Button look="strong" onClick={onDone}>
            {t`Go on`}
          </Button>
        </Place>
      )}
      {verify.isError && (
        <Place isPage role="alert" title={t`The address was not confirmed.`} text={faultOf(verify.error).message}>
          <Button onClick={onDone}>{t`Go on`}</Button>
        </Place>
      )}
    </main>
  )
}

/** Where the link in a mail leads that was asked for by somebody who forgot his password. */
export function ResetPassword({ code, onDone }: Props) {
  const reset = trpc.account.resetPassword.useMutation()
  const { form, field, ...state } = useForm({
    shape: { newPassword },
    faultOf,
    async onSubmit(typed) {
      await reset.mutateAsync({ code, ...typed })
      onDone()
    },
  })
  return (
    <main className="flex h-full overflow-y-auto p-4">
      <title>{t`Choose a new password · Parley`}</title>
      <div className="m-auto w-full max-w-sm">
        <h1 className="mb-6 text-center text-xl font-strong tracking-tight">{t`Choose a new password`}</h1>
        <section className="rounded-l bg-paper p-6 inset-ring inset-ring-line phone:p-5">
          <form {...form} aria-label={t`New password`} className="flex flex-col gap-1">
            <Field
              {...field('newPassword')}
              label={t`New password`}
              type="password"
              autoComplete="new-password"
              autoFocus
              hint={t`8 characters or more. All devices are signed out.`}
            />
            <SubmitButton {...state}>{t`Save the password`}</SubmitButton>
          </form>
        </section>
      </div>
    </main>
  )
}
