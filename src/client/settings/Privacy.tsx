import { t } from '@lingui/core/macro'
import { faultOf } from '../fault.ts'
import { trpc, type Self } from '../trpc.ts'
import { Switch } from '../ui/Switch.tsx'
import { tellFault } from '../ui/toasts.ts'

export function Privacy({ me }: { me: Self }) {
  const utils = trpc.useUtils()
  const update = trpc.users.update.useMutation({
    async onSuccess(_, { hidesReceipts }) {
      await utils.auth.me.invalidate()
      // Whose marks are shown has changed with it.
      if (hidesReceipts !== undefined) await utils.chats.get.invalidate(undefined, { refetchType: 'all' })
    },
    onError: (error) => tellFault(faultOf(error).message),
  })
  const shown = { ...me, ...update.variables }
  return (
    <div className="flex flex-col gap-4">
      <Switch
        label={t`Appear offline`}
        hint={t`Nobody sees when you are online, when you were last seen, or which chat you look at.`}
        isOn={shown.hidesPresence}
        onChange={(hidesPresence) => update.mutate({ hidesPresence })}
      />
      <Switch
        label={t`Keep read receipts to yourself`}
        hint={t`Nobody sees what you have read, and you do not see what others have read.`}
        isOn={shown.hidesReceipts}
        onChange={(hidesReceipts) => update.mutate({ hidesReceipts })}
      />
    </div>
  )
}
