import { t } from '@lingui/core/macro'
import { Link } from 'wouter'
import { Badge } from '../chats/Badge.tsx'
import { PersonAvatar } from '../people/PersonAvatar.tsx'
import { classes } from '../ui/classes.ts'
import { useWhispers } from './useWhispers.ts'

/** In the sidebar, below the chats; nothing when there is none. */
export function WhisperList({ openId }: { openId: string | undefined }) {
  const whispers = useWhispers()
  if (whispers.length === 0) return null
  return (
    <section aria-label={t`Off the record`} className="pt-4">
      <h2 className="px-2 pb-1 text-xs font-strong text-ink-3">{t`Off the record`}</h2>
      <ul>
        {whispers.map(({ id, peer, unread, end }) => (
          <li key={id}>
            <Link
              href={`/whispers/${id}`}
              aria-current={id === openId ? 'page' : undefined}
              className={classes(
                'grid grid-cols-[36px_minmax(0,1fr)_auto] items-center gap-x-3 rounded-m px-2 py-1.75 -outline-offset-2 transition-colors phone:py-2.5',
                id === openId ? 'bg-accent-soft' : 'hover:bg-hover',
              )}
            >
              <span className="row-span-2">
                <PersonAvatar person={peer} size="row" />
              </span>
              <span dir="auto" className={classes('truncate', unread > 0 ? 'font-strong' : 'font-medium')}>
                {peer.displayName}
              </span>
              <Badge unread={unread} mentions={0} />
              <span className="col-start-2 truncate text-sm text-ink-3">
                {end ? t`Ended` : t`Nothing here is kept`}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
