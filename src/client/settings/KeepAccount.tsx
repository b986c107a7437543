import { t } from '@lingui/core/macro'
import * as z from 'zod/mini'
import { email, newPassword, username } from '../../schemas.ts'
import { faultOf } from '../fault.ts'
import { spoken } from '../languages/language.ts'
import { trpc } from '../trpc.ts'
import { Field } from '../ui/Field.tsx'
import { SubmitButton } from '../ui/SubmitButton.tsx'
import { tell } from '../ui/toasts.ts'
import { useForm } from '../ui/useForm.ts'
import { Section } from './Section.tsx'

const shape = { username, password: newPassword, email: z.optional(email) }

/** A guest becomes somebody who can come back. */
export function KeepAccount() {
  const utils = trpc.useUtils()
  const upgrade = trpc.auth.upgrade.useMutation()
  const { form, field, ...state } = useForm({
    shape,
    faultOf,
    async onSubmit(typed) {
      await upgrade.mutateAsync({ ...typed, language: spoken() })
      await utils.auth.me.invalidate()
      tell(t`The account is yours to keep.`)
    },
  })
  return (
    <Section
      title={t`Keep this account`}
      text={t`With a username and a password you can sign in again, here and on other devices. Your chats stay.`}
    >
      <form {...form} aria-label={t`Keep this account`} className="flex flex-col gap-1">
        <Field {...field('username')} label={t`Username`} autoComplete="username" />
        <Field
          {...field('password')}
          label={t`Password`}
          hint={t`8 characters or more.`}
          type="password"
          autoComplete="new-password"
        />
        <Field {...field('email')} label={t`E-mail (optional)`} type="email" autoComplete="email" />
        <SubmitButton {...state} className="self-start">
          {t`Keep the account`}
        </SubmitButton>
      </form>
    </Section>
  )
}
