import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { useRef, useState } from 'react'
import { v7 as uuid } from 'uuid'
import { groupTitle } from '../../schemas.ts'
import { faultOf } from '../fault.ts'
import { listed } from '../messages/happenings.ts'
import { PeopleChooser } from '../people/PeopleChooser.tsx'
import { useOpenDirect } from '../people/useOpenDirect.ts'
import { type Person, trpc } from '../trpc.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Field } from '../ui/Field.tsx'

type Props = { onGo: (href: string) => void; onClose: () => void }

type Draft = { id: string; chosen: Person[]; title: string }

const mostLetters = 80

/** One person and no title is a direct chat, anything else a group. */
export function NewChat({ onGo, onClose }: Props) {
  const field = useRef<HTMLInputElement>(null)
  const [{ id, chosen, title }, setDraft] = useState<Draft>(() => ({ id: uuid(), chosen: [], title: '' }))
  // The same people and title are the same group, however often it is asked for.
  const change = (changed: Partial<Draft>) => setDraft((draft) => ({ ...draft, ...changed, id: uuid() }))
  const direct = useOpenDirect(onGo)
  const create = trpc.groups.create.useMutation({ onSuccess: ({ chatId }) => onGo(`/chats/${chatId}`) })
  const [alone] = chosen.length === 1 && title.trim() === '' ? chosen : []
  const usualTitle = listed(chosen.map(({ displayName }) => displayName)).slice(0, mostLetters)
  const typedTitle = title.trim() === '' ? usualTitle : title
  const broken = title === '' ? undefined : groupTitle.safeParse(title).error?.issues[0]?.message
  const titleFault = broken && i18n._(broken)
  const fault = direct.fault ?? (create.error ? faultOf(create.error).message : undefined)

  function begin() {
    if (alone) direct.openDirect(alone)
    else create.mutate({ id, title: typedTitle, userIds: chosen.map((person) => person.id) })
  }

  return (
    <Dialog
      title={t`New chat`}
      text={t`Choose one person for a direct chat, several for a group.`}
      isTall
      focus={field}
      onClose={onClose}
    >
      <PeopleChooser field={field} chosen={chosen} onChange={(people) => change({ chosen: people })} />
      <form
        onSubmit={(event) => {
          event.preventDefault()
          begin()
        }}
        className="flex items-start gap-3 border-t border-line p-5"
      >
        <Field
          label={t`Title of the group`}
          value={title}
          onChange={(event) => change({ title: event.target.value })}
          placeholder={chosen.length > 1 ? usualTitle : t`Only for a group`}
          fault={titleFault ?? fault}
          autoComplete="off"
          className="min-w-0 flex-1"
        />
        <Button
          type="submit"
          look="strong"
          isBusy={create.isPending || direct.isOpening}
          disabled={(chosen.length === 0 && title.trim() === '') || titleFault !== undefined}
          className="mt-[calc(var(--text-sm--line-height)+var(--spacing))] h-10"
        >
          {alone || (chosen.length === 0 && title.trim() === '') ? t`Open the chat` : t`Create the group`}
        </Button>
      </form>
    </Dialog>
  )
}
