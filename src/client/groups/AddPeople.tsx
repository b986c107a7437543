import { t } from '@lingui/core/macro'
import { useRef, useState } from 'react'
import { faultOf } from '../fault.ts'
import { listed } from '../messages/happenings.ts'
import { PeopleChooser } from '../people/PeopleChooser.tsx'
import { type Member, type Person, trpc } from '../trpc.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'

type Props = { chatId: string; members: Member[]; onClose: () => void }

export function AddPeople({ chatId, members, onClose }: Props) {
  const field = useRef<HTMLInputElement>(null)
  const [chosen, setChosen] = useState<Person[]>([])
  const add = trpc.groups.add.useMutation({ onSuccess: onClose })
  const memberIds = new Set(members.map(({ id }) => id))
  const names = listed(chosen.map(({ displayName }) => displayName))
  return (
    <Dialog
      title={t`Add people`}
      text={t`They will see everything that was said in the group.`}
      isTall
      focus={field}
      onClose={onClose}
    >
      <PeopleChooser field={field} chosen={chosen} onChange={setChosen} leavesOut={({ id }) => memberIds.has(id)} />
      <div className="flex items-center justify-end gap-3 border-t border-line p-5">
        {add.error && (
          <p role="alert" className="flex-1 text-alarm">
            {faultOf(add.error).message}
          </p>
        )}
        <Button onClick={onClose}>{t`Cancel`}</Button>
        <Button
          look="strong"
          isBusy={add.isPending}
          disabled={chosen.length === 0}
          onClick={() => add.mutate({ chatId, userIds: chosen.map(({ id }) => id) })}
          className="min-w-0 shrink"
        >
          <span className="max-w-48 truncate">{chosen.length === 0 ? t`Add` : t`Add ${names}`}</span>
        </Button>
      </div>
    </Dialog>
  )
}
