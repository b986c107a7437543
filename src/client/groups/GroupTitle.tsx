import { t } from '@lingui/core/macro'
import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { groupTitle } from '../../schemas.ts'
import { SubmitButton } from '../ui/SubmitButton.tsx'
import { ChatAvatar } from '../chats/ChatAvatar.tsx'
import { faultOf } from '../fault.ts'
import { type Chat, trpc } from '../trpc.ts'
import { Field } from '../ui/Field.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { useForm } from '../ui/useForm.ts'

type Props = { chat: Chat; isAdmin: boolean }

const shape = { title: groupTitle }

/** What the group is called; an admin can change it here. */
export function GroupTitle({ chat, isAdmin }: Props) {
  const [isOpen, setOpen] = useState(false)
  const rename = trpc.groups.rename.useMutation()
  const { form, field, ...state } = useForm({
    shape,
    faultOf,
    async onSubmit({ title }) {
      if (title !== chat.title) await rename.mutateAsync({ chatId: chat.id, title })
      setOpen(false)
    },
  })
  if (!isOpen) {
    return (
      <div className="flex items-center gap-3 px-2">
        <ChatAvatar chat={chat} size="message" />
        <p className="min-w-0 flex-1 font-strong wrap-anywhere">
          <bdi>{chat.title}</bdi>
        </p>
        {isAdmin && (
          <IconButton label={t`Rename the group`} onClick={() => setOpen(true)}>
            <Pencil aria-hidden />
          </IconButton>
        )}
      </div>
    )
  }
  return (
    <form {...form} aria-label={t`Rename the group`} className="px-2">
      <Field {...field('title')} label={t`Title`} defaultValue={chat.title} autoComplete="off" autoFocus />
      <SubmitButton {...state}>{t`Rename`}</SubmitButton>
    </form>
  )
}
