import { t } from '@lingui/core/macro'
import { useState } from 'react'
import * as z from 'zod/mini'
import { email, password } from '../../schemas.ts'
import { SubmitButton } from '../ui/SubmitButton.tsx'
import { faultOf } from '../fault.ts'
import { spoken } from '../languages/language.ts'
import { trpc, type Self } from '../trpc.ts'
import { Field } from '../ui/Field.tsx'
import { useForm } from '../ui/useForm.ts'

const shape = { email: z.optional(email), password }

export function Email({ me }: { me: Self }) {
  const utils = trpc.useUtils()
  const setEmail = trpc.account.setEmail.useMutation({ onSuccess: () => utils.auth.me.invalidate() })
  const [done, setDone] = useState<string>()
  const { form, field, ...state } = useForm({
    shape,
    faultOf,
    async onSubmit(typed) {
      setDone(undefined)
      const { email = null, password } = typed
      const { isMailSent } = await setEmail.mutateAsync({ email, password, language: spoken() })
      setDone(
        isMailSent ? t`A link went to ${{ address: typed.email ?? '' }}. Open it to confirm the address.` : t`Saved.`,
      )
    },
  })
  const standing =
    me.email && (me.isEmailVerified ? t`This address is confirmed.` : t`This address is not confirmed yet.`)
  return (
    <form {...form} aria-label={t`E-mail address`} className="flex flex-col gap-1">
      <Field
        {...field('email')}
        label={t`E-mail address`}
        type="email"
        autoComplete="email"
        defaultValue={me.email ?? ''}
        hint={standing}
      />
      <Field {...field('password')} label={t`Your password`} type="password" autoComplete="current-password" />
      <SubmitButton {...state} look="plain" className="self-start">
        {t`Save the address`}
      </SubmitButton>
      {done && (
        <p role="status" className="mt-2 text-ink-2">
          {done}
        </p>
      )}
    </form>
  )
}
