import { t } from '@lingui/core/macro'
import { faultOf } from '../fault.ts'
import { spoken } from '../languages/language.ts'
import { trpc } from '../trpc.ts'
import { Button } from '../ui/Button.tsx'

export function GuestButton() {
  const utils = trpc.useUtils()
  const guest = trpc.auth.guest.useMutation({ onSuccess: () => utils.auth.me.invalidate() })
  return (
    <div className="mt-4 flex flex-col items-center gap-2 text-center">
      <Button look="quiet" isBusy={guest.isPending} onClick={() => guest.mutate({ language: spoken() })}>
        {t`Come as a guest`}
      </Button>
      <p role={guest.error ? 'alert' : undefined} className={guest.error ? 'text-alarm' : 'text-sm text-ink-3'}>
        {guest.error ? faultOf(guest.error).message : t`No password. You get a name, and can keep it later.`}
      </p>
    </div>
  )
}
