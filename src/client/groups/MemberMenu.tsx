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
        title={`Remove ${name}?`}
        text={`${name} will not see what is said in ${chat.title} from now on. An admin can add ${name} again.`}
        verb="Remove"
        onConfirm={remove}
        onClose={onClose}
      />
    )
  }
  if (asks === 'owner') {
    return (
      <Confirm
        title={`Make ${name} the owner?`}
        text="A group has one owner. You will be an admin, and only the new owner can change that."
        verb="Make owner"
        onConfirm={() => setRole('owner')}
        onClose={onClose}
      />
    )
  }
  return (
    <Menu label={`Change ${name}`} anchor={anchor} onClose={onClose}>
      {role === 'member' && <MenuItem onChoose={() => void setRoleAtOnce('admin')}>Make admin</MenuItem>}
      {role === 'admin' && <MenuItem onChoose={() => void setRoleAtOnce('member')}>Make member</MenuItem>}
      {isOwner && <MenuItem onChoose={() => setAsks('owner')}>Make owner</MenuItem>}
      <MenuItem isAlarm onChoose={() => setAsks('remove')}>
        Remove from the group
      </MenuItem>
    </Menu>
  )
}
