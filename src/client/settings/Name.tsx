import { t } from '@lingui/core/macro'
import { displayName } from '../../schemas.ts'
import { faultOf } from '../fault.ts'
import { type Self, trpc } from '../trpc.ts'
import { Field } from '../ui/Field.tsx'
import { SubmitButton } from '../ui/SubmitButton.tsx'
import { tell } from '../ui/toasts.ts'
import { useForm } from '../ui/useForm.ts'

const shape = { displayName }

export function Name({ me }: { me: Self }) {
  const utils = trpc.useUtils()
  const update = trpc.users.update.useMutation()
  const { form, field, ...state } = useForm({
    shape,
    faultOf,
    async onSubmit(typed) {
      const { user } = await update.mutateAsync(typed)
      utils.auth.me.setData(undefined, (signed) => signed && { ...signed, user: { ...signed.user, ...user } })
      tell(t`Your name is changed.`)
    },
  })
  return (
    <form {...form} aria-label={t`Your name`} className="mt-5">
      <Field
        {...field('displayName')}
        key={me.displayName}
        label={t`Name`}
        hint={me.kind === 'guest' ? t`You are here as a guest.` : t`You sign in as ${{ username: me.username }}.`}
        defaultValue={me.displayName}
        autoComplete="name"
        autoCapitalize="words"
      />
      <SubmitButton {...state} look="plain" className="self-start">
        {t`Change the name`}
      </SubmitButton>
    </form>
  )
}
