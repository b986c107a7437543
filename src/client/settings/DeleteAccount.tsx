import { t } from '@lingui/core/macro'
import { useState } from 'react'
import * as z from 'zod/mini'
import { password } from '../../schemas.ts'
import { SubmitButton } from '../ui/SubmitButton.tsx'
import { faultOf } from '../fault.ts'
import { trpc, type Self } from '../trpc.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Field } from '../ui/Field.tsx'
import { Switch } from '../ui/Switch.tsx'
import { useForm } from '../ui/useForm.ts'

type Props = { me: Self; onDeleted: () => void }

export function DeleteAccount(props: Props) {
  const [isOpen, setOpen] = useState(false)
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="text-ink-2">{t`You leave all groups and your name goes. This cannot be undone.`}</p>
      <Button look="alarm" onClick={() => setOpen(true)}>
        {t`Delete the account`}
      </Button>
      {isOpen && <Asking {...props} onClose={() => setOpen(false)} />}
    </div>
  )
}

function Asking({ me, onDeleted, onClose }: Props & { onClose: () => void }) {
  const [erasesWords, setErasesWords] = useState(false)
  const isGuest = me.kind === 'guest'
  const deleteAccount = trpc.auth.deleteAccount.useMutation()
  const { form, field, ...state } = useForm({
    shape: { password: isGuest ? z.optional(password) : password },
    faultOf,
    async onSubmit(typed) {
      await deleteAccount.mutateAsync({ password: typed.password, erasesWords })
      onDeleted()
    },
  })
  return (
    <Dialog
      title={t`Delete the account`}
      text={t`Your messages stay under “Deleted user”, unless you take your words with you.`}
      onClose={onClose}
    >
      <form {...form} className="flex flex-col gap-3 p-5">
        <Switch
          label={t`Take my words with me`}
          hint={t`Every message of yours keeps its place, without its text.`}
          isOn={erasesWords}
          onChange={setErasesWords}
        />
        {!isGuest && (
          <Field {...field('password')} label={t`Your password`} type="password" autoComplete="current-password" />
        )}
        <SubmitButton {...state} look="alarm">
          {t`Delete the account`}
        </SubmitButton>
      </form>
    </Dialog>
  )
}
