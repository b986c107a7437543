import { plural, t } from '@lingui/core/macro'
import { Ghost, Users } from 'lucide-react'
import { Link } from 'wouter'
import { useHere, useSeen } from '../live/useSeen.ts'
import type { Chat } from '../trpc.ts'
import { classes } from '../ui/classes.ts'
import { ago } from '../ui/times.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { Handle } from '../people/Handle.tsx'
import { useStartWhisper } from '../whispers/useWhispers.ts'
import { BackLink } from './BackLink.tsx'
import { ChatAvatar } from './ChatAvatar.tsx'
import { NotifyMenu } from './NotifyMenu.tsx'

export function ChatHeader({ chat, isMembersOpen }: { chat: Chat; isMembersOpen: boolean }) {
  const { id, kind, title, peer } = chat
  const isOnline = useSeen(peer?.id ?? '')?.isOnline ?? false
  const startWhisper = useStartWhisper()
  return (
    <header className="flex h-16 shrink-0 items-center gap-3 border-b border-line px-4 phone:h-auto phone:gap-1 phone:px-1 phone:pt-[max(6px,env(safe-area-inset-top))] phone:pb-1.5">
      <BackLink />
      <ChatAvatar chat={chat} size="row" />
      <div className="min-w-0 flex-1 phone:ms-2">
        <h1 dir="auto" className="truncate text-lg leading-6 font-strong tracking-tight">
          {title}
        </h1>
        <p className="truncate text-sm text-ink-3">
          <StateLine chat={chat} />
        </p>
      </div>
      {peer && isOnline && (
        <IconButton label={t`Talk to ${title} off the record`} onClick={() => startWhisper(peer.id)}>
          <Ghost aria-hidden />
        </IconButton>
      )}
      <NotifyMenu chat={chat} />
      {kind === 'group' && (
        <Link
          href={isMembersOpen ? `/chats/${id}` : `/chats/${id}/members`}
          data-opens="members"
          aria-label={t`Members`}
          aria-expanded={isMembersOpen}
          data-tip={t`Members`}
          className={classes(
            'grid size-9 shrink-0 place-items-center rounded-s transition-colors phone:size-11',
            isMembersOpen ? 'bg-accent-soft text-accent-strong' : 'text-ink-2 hover:bg-hover hover:text-ink',
          )}
        >
          <Users aria-hidden className="size-[19px]" />
        </Link>
      )}
    </header>
  )
}

/** How many are in a group and here; whether the other one of a direct chat is online. */
function StateLine({ chat: { id, peer, memberCount } }: { chat: Chat }) {
  const here = useHere(id).length
  const seen = useSeen(peer?.id ?? '')
  if (!peer) {
    const members = plural({ count: memberCount }, { one: '# member', other: '# members' })
    return here > 1 ? `${members} · ${plural(here, { one: '# here now', other: '# here now' })}` : members
  }
  if (peer.isDeleted) return t`No longer here`
  const when = seen?.lastSeenAt && ago(seen.lastSeenAt)
  return (
    <>
      <Handle person={peer} />
      {seen?.isOnline ? ` · ${t`online`}` : when && ` · ${t`last here ${when}`}`}
    </>
  )
}
