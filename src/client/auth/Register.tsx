import { t } from '@lingui/core/macro'
import * as z from 'zod/mini'
import { displayName, email, newPassword, username } from '../../schemas.ts'
import { faultOf } from '../fault.ts'
import { spoken } from '../languages/language.ts'
import { trpc } from '../trpc.ts'
import { Field } from '../ui/Field.tsx'
import { useForm } from '../ui/useForm.ts'
import { SubmitButton } from '../ui/SubmitButton.tsx'

const shape = { displayName: z.optional(displayName), username, password: newPassword, email: z.optional(email) }

export function Register() {
  const utils = trpc.useUtils()
  const register = trpc.auth.register.useMutation()
  const { form, field, ...state } = useForm({
    shape,
    faultOf,
    async onSubmit(typed) {
      await register.mutateAsync({ ...typed, language: spoken() })
      await utils.auth.me.invalidate()
    },
  })
  return (
    <form {...form} aria-label={t`Create an account`} className="flex flex-col gap-1">
      <Field
        {...field('displayName')}
        label={t`Name`}
        hint={t`What others see. You can change it.`}
        autoComplete="name"
        autoCapitalize="words"
        autoFocus
      />
      <Field {...field('username')} label={t`Username`} hint={t`You sign in with it.`} autoComplete="username" />
      <Field
        {...field('password')}
        label={t`Password`}
        hint={t`8 characters or more.`}
        type="password"
        autoComplete="new-password"
      />
      <Field
        {...field('email')}
        label={t`E-mail (optional)`}
        hint={t`Nobody else sees it.`}
        type="email"
        autoComplete="email"
      />
      <SubmitButton {...state}>{t`Create the account`}</SubmitButton>
    </form>
  )
}
