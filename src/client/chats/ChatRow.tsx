import { t } from '@lingui/core/macro'
import { memo } from 'react'
import { Link } from 'wouter'
import { useLanguage } from '../languages/language.ts'
import { useSeen } from '../live/useSeen.ts'
import { useDraft } from '../messages/drafts.ts'
import { useHappening } from '../messages/useHappening.ts'
import type { Chat } from '../trpc.ts'
import { classes } from '../ui/classes.ts'
import { Time } from '../ui/Time.tsx'
import { Badge } from './Badge.tsx'
import { ChatAvatar } from './ChatAvatar.tsx'
import { lastLine } from './lastLine.ts'

type Props = { chat: Chat; meId: string; isOpen: boolean }

export const ChatRow = memo(function ChatRow({ chat, meId, isOpen }: Props) {
  useLanguage()
  const { text: draft } = useDraft(chat.id)
  const happening = useHappening(chat.lastMessage, meId)
  const hasDraft = draft !== '' && !isOpen
  const { who, what, isDeed } = lastLine(chat, meId, happening)
  const shown = hasDraft ? draft : what
  const { title } = chat
  const isUnread = chat.unread > 0
  const isOnline = useSeen(chat.peer?.id ?? '')?.isOnline ?? false
  return (
    <Link
      href={`/chats/${chat.id}`}
      aria-current={isOpen ? 'page' : undefined}
      className={classes(
        'grid grid-cols-[36px_minmax(0,1fr)_auto] items-center gap-x-3 rounded-m px-2 py-1.75 -outline-offset-2 transition-colors phone:py-2.5',
        isOpen ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      <span className="row-span-2">
        <ChatAvatar chat={chat} size="row" isOnline={isOnline} />
      </span>
      <span
        dir="auto"
        className={classes('truncate', isUnread ? 'font-strong' : 'font-medium', isOpen && 'text-accent-strong')}
      >
        <span aria-hidden={isOnline}>{title}</span>
        {isOnline && <span className="sr-only">{t`${title} is online`}</span>}
      </span>
      <Time date={chat.activeAt} look="short" className="self-start pt-0.5 text-end text-xs text-ink-3" />
      <span className={classes('col-start-2 flex h-[1.125rem] gap-1 text-sm', isUnread ? 'text-ink-2' : 'text-ink-3')}>
        {hasDraft ? (
          <span className="shrink-0 text-alarm">{t`Draft:`}</span>
        ) : (
          who && (
            <span className="max-w-1/2 shrink-0 truncate">
              <bdi>{who}</bdi>
              {!isDeed && ':'}
            </span>
          )
        )}{' '}
        {/* Cut where a line would break: where directions mix, three dots would stand on its first letters. */}
        <span dir="auto" className={classes('overflow-hidden break-all', !isMixed(shown) && 'line-clamp-1')}>
          {shown}
        </span>
      </span>
      <Badge unread={chat.unread} mentions={chat.mentioned.length} />
    </Link>
  )
})

const isMixed = (text: string) => /[\u0590-\u08ff]/.test(text) && /[a-z]/i.test(text)
