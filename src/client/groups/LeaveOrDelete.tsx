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
    <div className="mt-6 flex flex-col items-start gap-1 border-t border-line pt-3">
      <Button look="quiet" onClick={() => setAsks('leave')} className="px-2">
        Leave the group
      </Button>
      {role !== 'member' && (
        <Button look="quiet" onClick={() => setAsks('delete')} className="px-2 text-alarm! hover:bg-alarm-soft">
          Delete the group
        </Button>
      )}
      {asks === 'leave' && (
        <Confirm
          title={`Leave ${title}?`}
          text={leaveText(isLast, role)}
          verb="Leave"
          onConfirm={() => attempt(client.groups.leave.mutate({ chatId }))}
          onClose={() => setAsks(undefined)}
        />
      )}
      {asks === 'delete' && (
        <Confirm
          title={`Delete ${title}?`}
          text="The group and everything that was said in it are deleted for all members. Nobody can bring it back."
          verb="Delete"
          onConfirm={() => attempt(client.groups.delete.mutate({ chatId }))}
          onClose={() => setAsks(undefined)}
        />
      )}
    </div>
  )
}

function leaveText(isLast: boolean, role: Chat['role']): string {
  if (isLast) return 'You are the last one here: the group and everything that was said in it are deleted.'
  const again = 'You will not see what is said from now on. An admin can add you again.'
  return role === 'owner' ? `The eldest admin, else member, becomes the owner. ${again}` : again
}
