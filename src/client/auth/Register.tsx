import * as z from 'zod/mini'
import { displayName, email, newPassword, username } from '../../schemas.ts'
import { faultOf } from '../fault.ts'
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
      await register.mutateAsync(typed)
      await utils.auth.me.invalidate()
    },
  })
  return (
    <form {...form} aria-label="Create an account" className="flex flex-col gap-1">
      <Field
        {...field('displayName')}
        label="Name"
        hint="What others see. You can change it."
        autoComplete="name"
        autoCapitalize="words"
        autoFocus
      />
      <Field {...field('username')} label="Username" hint="You sign in with it." autoComplete="username" />
      <Field
        {...field('password')}
        label="Password"
        hint="8 characters or more."
        type="password"
        autoComplete="new-password"
      />
      <Field
        {...field('email')}
        label="E-mail (optional)"
        hint="Nobody else sees it."
        type="email"
        autoComplete="email"
      />
      <SubmitButton {...state}>Create the account</SubmitButton>
    </form>
  )
}
