import { t } from '@lingui/core/macro'
import { password, signInName } from '../../schemas.ts'
import { faultOf } from '../fault.ts'
import { trpc } from '../trpc.ts'
import { Field } from '../ui/Field.tsx'
import { useForm } from '../ui/useForm.ts'
import { SubmitButton } from '../ui/SubmitButton.tsx'

const shape = { username: signInName, password }

export function SignIn() {
  const utils = trpc.useUtils()
  const login = trpc.auth.login.useMutation()
  const { form, field, ...state } = useForm({
    shape,
    faultOf,
    async onSubmit(typed) {
      await login.mutateAsync(typed)
      await utils.auth.me.invalidate()
    },
  })
  return (
    <form {...form} aria-label={t`Sign in`} className="flex flex-col gap-1">
      <Field {...field('username')} label={t`Username or e-mail`} autoComplete="username" autoFocus />
      <Field {...field('password')} label={t`Password`} type="password" autoComplete="current-password" />
      <SubmitButton {...state}>{t`Sign in`}</SubmitButton>
    </form>
  )
}
