import { t } from '@lingui/core/macro'
import { useState } from 'react'
import { faultOf } from '../fault.ts'
import { type Chat, type Member, trpc } from '../trpc.ts'
import { Confirm } from '../ui/Confirm.tsx'
import { Menu, MenuItem } from '../ui/Menu.tsx'
import { tellFault } from '../ui/toasts.ts'

type Props = { chat: Chat; member: Member; anchor: Element; onClose: () => void }

/** What an admin can do with a member. */
export function MemberMenu({ chat, member, anchor, onClose }: Props) {
  const { client } = trpc.useUtils()
  const [asks, setAsks] = useState<'owner' | 'remove'>()
  const { displayName: name, id: userId, role } = member
  const { title } = chat
  const isOwner = chat.role === 'owner'

  async function setRole(next: Member['role']): Promise<string | undefined> {
    try {
      await client.groups.setRole.mutate({ chatId: chat.id, userId, role: next })
      return undefined
    } catch (error) {
      return faultOf(error).message
    }
  }

  async function remove(): Promise<string | undefined> {
    try {
      await client.groups.remove.mutate({ chatId: chat.id, userId })
      return undefined
    } catch (error) {
      return faultOf(error).message
    }
  }

  async function setRoleAtOnce(next: Member['role']) {
    onClose()
    const refused = await setRole(next)
    if (refused) tellFault(refused)
  }

  if (asks === 'remove') {
    return (
      <Confirm
        title={t`Remove ${name}?`}
        text={t`${name} will not see what is said in ${title} from now on. An admin can add ${name} again.`}
        verb={t`Remove`}
        onConfirm={remove}
        onClose={onClose}
      />
    )
  }
  if (asks === 'owner') {
    return (
      <Confirm
        title={t`Make ${name} the owner?`}
        text={t`A group has one owner. You will be an admin, and only the new owner can change that.`}
        verb={t`Make owner`}
        onConfirm={() => setRole('owner')}
        onClose={onClose}
      />
    )
  }
  return (
    <Menu label={t`Change ${name}`} anchor={anchor} onClose={onClose}>
      {role === 'member' && <MenuItem onChoose={() => void setRoleAtOnce('admin')}>{t`Make admin`}</MenuItem>}
      {role === 'admin' && <MenuItem onChoose={() => void setRoleAtOnce('member')}>{t`Make member`}</MenuItem>}
      {isOwner && <MenuItem onChoose={() => setAsks('owner')}>{t`Make owner`}</MenuItem>}
      <MenuItem isAlarm onChoose={() => setAsks('remove')}>
        {t`Remove from the group`}
      </MenuItem>
    </Menu>
  )
}
