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
      tell(`Your password is changed.${endedSentence(ended)}`)
    },
  })
  return (
    <Section title="Password" text="A new password ends your sessions on all other devices.">
      <form {...form} aria-label="Change the password" className="flex flex-col gap-1">
        <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
        <Field {...field('oldPassword')} label="Old password" type="password" autoComplete="current-password" />
        <Field
          {...field('newPassword')}
          label="New password"
          hint="8 characters or more."
          type="password"
          autoComplete="new-password"
        />
        <SubmitButton {...state} look="plain" className="self-start">
          Change the password
        </SubmitButton>
      </form>
    </Section>
  )
}

function endedSentence(ended: number): string {
  if (ended === 0) return ''
  return ended === 1 ? ' 1 other session was ended.' : ` ${ended} other sessions were ended.`
}
