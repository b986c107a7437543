import { t } from '@lingui/core/macro'
import { Search, Settings, SquarePen, UsersRound } from 'lucide-react'
import { Link } from 'wouter'
import { Handle } from '../people/Handle.tsx'
import { PersonAvatar } from '../people/PersonAvatar.tsx'
import { type Self, trpc } from '../trpc.ts'
import { classes } from '../ui/classes.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { findKeys } from '../ui/keys.ts'
import { Mark } from '../ui/Mark.tsx'
import { WhisperList } from '../whispers/WhisperList.tsx'
import { ChatList } from './ChatList.tsx'

type Props = {
  me: Self
  openId: string | undefined
  openWhisperId: string | undefined
  onFind: () => void
  onNew: () => void
  className: string | undefined
}

export function Sidebar({ me, openId, openWhisperId, onFind, onNew, className }: Props) {
  const name = trpc.account.offers.useQuery(undefined, { staleTime: Infinity }).data?.name ?? 'Parley'
  return (
    <aside className={classes('flex min-h-0 min-w-0 flex-col pt-[max(12px,env(safe-area-inset-top))]', className)}>
      <div className="flex items-center gap-2 px-4 pb-3">
        <Link href="/" className="flex items-center gap-2 rounded-s phone:h-11">
          <Mark className="size-6" />
          <h1 className="text-lg font-strong tracking-tight">{name}</h1>
        </Link>
        <Link
          href="/people"
          aria-label={t`People`}
          data-tip={t`People who are online`}
          className="ms-auto grid size-8 place-items-center rounded-s text-ink-2 transition-colors hover:bg-hover hover:text-ink phone:size-11"
        >
          <UsersRound aria-hidden className="size-[18px]" />
        </Link>
        <IconButton label={t`New chat`} onClick={onNew}>
          <SquarePen aria-hidden />
        </IconButton>
      </div>
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={onFind}
        className="mx-3 mb-2 flex h-9 items-center gap-2 rounded-m bg-paper px-3 text-sm text-ink-3 inset-ring inset-ring-line transition-colors hover:inset-ring-edge phone:h-11"
      >
        <Search aria-hidden className="size-4 shrink-0" />
        <span className="truncate">{t`Find people and chats`}</span>
        <kbd className="ms-auto shrink-0 font-sans text-xs touch:hidden">{findKeys()}</kbd>
      </button>
      <nav aria-label={t`Chats`} className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-3 pt-2 phone:pb-16">
        <h2 className="px-2 pb-1 text-xs font-strong text-ink-3">{t`Chats`}</h2>
        <ChatList meId={me.id} openId={openId} onNew={onNew} />
        <WhisperList openId={openWhisperId} />
      </nav>
      <div className="mx-2 mt-2 flex items-center gap-3 border-t border-line px-2 pt-2 pb-2 phone:pb-[max(8px,env(safe-area-inset-bottom))]">
        <PersonAvatar person={me} size="row" />
        <div className="min-w-0 flex-1">
          <p dir="auto" className="truncate font-medium">
            {me.displayName}
          </p>
          <p className="truncate text-sm text-ink-3">
            {me.hidesPresence ? t`You appear offline` : <Handle person={me} />}
          </p>
        </div>
        <Link
          href="/settings"
          aria-label={t`Settings`}
          data-tip={t`Settings`}
          className="grid size-8 place-items-center rounded-s text-ink-2 transition-colors hover:bg-hover hover:text-ink phone:size-11"
        >
          <Settings aria-hidden className="size-[18px]" />
        </Link>
      </div>
    </aside>
  )
}
