import { t } from '@lingui/core/macro'
import { Ellipsis } from 'lucide-react'
import { useSeen } from '../live/useSeen.ts'
import { Handle } from '../people/Handle.tsx'
import { PersonAvatar } from '../people/PersonAvatar.tsx'
import type { Member } from '../trpc.ts'
import { IconButton } from '../ui/IconButton.tsx'

type Props = { member: Member; isMe: boolean; onMenu: ((anchor: Element) => void) | undefined }

export function MemberRow({ member, isMe, onMenu }: Props) {
  const { displayName, role } = member
  const isOnline = useSeen(member.id)?.isOnline ?? false
  return (
    <div role="listitem" className="flex items-center gap-3 rounded-m px-2 py-1.5">
      <PersonAvatar person={member} size="row" isOnline={isOnline} />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-1.5">
          <span dir="auto" className="truncate font-medium">
            {displayName}
          </span>
          {isMe && <span className="shrink-0 text-sm text-ink-3">{t`you`}</span>}
        </span>
        <span className="block truncate text-sm text-ink-3">
          <Handle person={member} />
          {isOnline && <span className="sr-only">{t`, online`}</span>}
        </span>
      </span>
      {role !== 'member' && <span className="text-sm text-ink-3">{role === 'owner' ? t`Owner` : t`Admin`}</span>}
      {onMenu && (
        <IconButton
          label={t`Change ${displayName}`}
          aria-haspopup="menu"
          onClick={(event) => onMenu(event.currentTarget)}
        >
          <Ellipsis aria-hidden />
        </IconButton>
      )}
    </div>
  )
}
