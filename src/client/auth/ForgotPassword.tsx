import { t } from '@lingui/core/macro'
import { useState } from 'react'
import { email } from '../../schemas.ts'
import { faultOf } from '../fault.ts'
import { spoken } from '../languages/language.ts'
import { trpc } from '../trpc.ts'
import { Field } from '../ui/Field.tsx'
import { useForm } from '../ui/useForm.ts'
import { SubmitButton } from '../ui/SubmitButton.tsx'

export function ForgotPassword() {
  const forgot = trpc.account.forgotPassword.useMutation()
  const [sentTo, setSentTo] = useState<string>()
  const { form, field, ...state } = useForm({
    shape: { email },
    faultOf,
    async onSubmit(typed) {
      await forgot.mutateAsync({ ...typed, language: spoken() })
      setSentTo(typed.email)
    },
  })
  if (sentTo)
    return (
      <p role="status">{t`If ${sentTo} is a confirmed address here, a link is on its way. It works for one hour.`}</p>
    )
  return (
    <form {...form} aria-label={t`Forgotten password`} className="flex flex-col gap-1">
      <Field {...field('email')} label={t`Your confirmed e-mail address`} type="email" autoComplete="email" autoFocus />
      <SubmitButton {...state}>{t`Send me a link`}</SubmitButton>
    </form>
  )
}
