import { t } from '@lingui/core/macro'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { faultOf } from '../fault.ts'
import { type Chat, trpc } from '../trpc.ts'
import { Button } from '../ui/Button.tsx'
import { Confirm } from '../ui/Confirm.tsx'

/** The ways out of a group. */
export function LeaveOrDelete({ chat: { id: chatId, title, role, memberCount } }: { chat: Chat }) {
  const { client } = trpc.useUtils()
  const [, navigate] = useLocation()
  const [asks, setAsks] = useState<'leave' | 'delete'>()
  const isLast = memberCount === 1

  async function attempt(call: Promise<unknown>): Promise<string | undefined> {
    try {
      await call
      navigate('/', { replace: true })
      return undefined
    } catch (error) {
      return faultOf(error).message
    }
  }

  return (
    <div className="mt-6 flex flex-col items-start gap-1 border-t border-line py-3">
      <Button look="quiet" onClick={() => setAsks('leave')} className="px-2">
        {t`Leave the group`}
      </Button>
      {role !== 'member' && (
        <Button look="quiet" onClick={() => setAsks('delete')} className="px-2 text-alarm! hover:bg-alarm-soft">
          {t`Delete the group`}
        </Button>
      )}
      {asks === 'leave' && (
        <Confirm
          title={t`Leave ${title}?`}
          text={leaveText(isLast, role)}
          verb={t`Leave`}
          onConfirm={() => attempt(client.groups.leave.mutate({ chatId }))}
          onClose={() => setAsks(undefined)}
        />
      )}
      {asks === 'delete' && (
        <Confirm
          title={t`Delete ${title}?`}
          text={t`The group and everything that was said in it are deleted for all members. Nobody can bring it back.`}
          verb={t`Delete`}
          onConfirm={() => attempt(client.groups.delete.mutate({ chatId }))}
          onClose={() => setAsks(undefined)}
        />
      )}
    </div>
  )
}

function leaveText(isLast: boolean, role: Chat['role']): string {
  if (isLast) return t`You are the last one here: the group and everything that was said in it are deleted.`
  const again = t`You will not see what is said from now on. An admin can add you again.`
  return role === 'owner' ? `${t`The eldest admin, else member, becomes the owner.`} ${again}` : again
}
