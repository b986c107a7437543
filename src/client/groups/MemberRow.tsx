import { Ellipsis } from 'lucide-react'
import { useSeen } from '../live/useSeen.ts'
import { PersonAvatar } from '../people/PersonAvatar.tsx'
import type { Member } from '../trpc.ts'
import { IconButton } from '../ui/IconButton.tsx'

type Props = { member: Member; isMe: boolean; onMenu: ((anchor: Element) => void) | undefined }

const roleWords = { owner: 'Owner', admin: 'Admin', member: '' }

export function MemberRow({ member, isMe, onMenu }: Props) {
  const isOnline = useSeen(member.id)?.isOnline ?? false
  return (
    <div role="listitem" className="flex items-center gap-3 rounded-m px-2 py-1.5">
      <PersonAvatar person={member} size="row" isOnline={isOnline} />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-1.5">
          <span dir="auto" className="truncate font-medium">
            {member.displayName}
          </span>
          {isMe && <span className="shrink-0 text-sm text-ink-3">you</span>}
        </span>
        <span className="block truncate text-sm text-ink-3">
          {member.kind === 'guest' ? 'Guest' : `@${member.username}`}
          {isOnline && <span className="sr-only">, online</span>}
        </span>
      </span>
      {roleWords[member.role] && <span className="text-sm text-ink-3">{roleWords[member.role]}</span>}
      {onMenu && (
        <IconButton
          label={`Change ${member.displayName}`}
          aria-haspopup="menu"
          onClick={(event) => onMenu(event.currentTarget)}
        >
          <Ellipsis aria-hidden />
        </IconButton>
      )}
    </div>
  )
}
