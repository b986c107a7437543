import { plural, t } from '@lingui/core/macro'
import { newPassword, password } from '../../schemas.ts'
import { faultOf } from '../fault.ts'
import { trpc } from '../trpc.ts'
import { Field } from '../ui/Field.tsx'
import { SubmitButton } from '../ui/SubmitButton.tsx'
import { tell } from '../ui/toasts.ts'
import { useForm } from '../ui/useForm.ts'
import { Section } from './Section.tsx'

const shape = { oldPassword: password, newPassword }

export function Password({ username }: { username: string }) {
  const utils = trpc.useUtils()
  const change = trpc.auth.changePassword.useMutation()
  const { form, field, ...state } = useForm({
    shape,
    faultOf,
    async onSubmit(typed) {
      const { ended } = await change.mutateAsync(typed)
      form.ref.current?.reset()
      await utils.auth.sessions.invalidate()
      tell(changedSentence(ended))
    },
  })
  return (
    <Section title={t`Password`} text={t`A new password ends your sessions on all other devices.`}>
      <form {...form} aria-label={t`Change the password`} className="flex flex-col gap-1">
        <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
        <Field {...field('oldPassword')} label={t`Old password`} type="password" autoComplete="current-password" />
        <Field
          {...field('newPassword')}
          label={t`New password`}
          hint={t`8 characters or more.`}
          type="password"
          autoComplete="new-password"
        />
        <SubmitButton {...state} look="plain" className="self-start">
          {t`Change the password`}
        </SubmitButton>
      </form>
    </Section>
  )
}

function changedSentence(ended: number): string {
  return plural(ended, {
    0: 'Your password is changed.',
    one: 'Your password is changed. # other session was ended.',
    other: 'Your password is changed. # other sessions were ended.',
  })
}
