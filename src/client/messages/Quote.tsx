import { t } from '@lingui/core/macro'
import { CornerUpRight } from 'lucide-react'
import { nameOf } from '../people/nameOf.ts'
import type { Message } from '../trpc.ts'
import { classes } from '../ui/classes.ts'
import { useGoTo } from './goTo.ts'
import { quoteLine } from './quoteLine.ts'
import { useRowTabIndex } from './rowStop.ts'

type Props = { quoted: Message | null | undefined; meId: string }

/** Above an answer: what it answers, and the way there. As high before that is known as after it. */
export function Quote({ quoted, meId }: Props) {
  const goTo = useGoTo()
  const tabIndex = useRowTabIndex()
  const who = quoted?.sender.id === meId ? t`You` : quoted ? nameOf(quoted.sender) : ''
  const line = quoted === undefined ? '' : quoteLine(quoted)
  const look = 'flex h-6 max-w-full min-w-0 items-center gap-1.5 text-sm text-ink-3'
  const words = (
    <>
      <CornerUpRight aria-hidden className="size-3.5 shrink-0" />
      {who && <bdi className="max-w-2/5 shrink-0 truncate font-medium text-ink-2">{who}</bdi>}
      <span dir="auto" className={classes('truncate', !(quoted && !quoted.deletedAt) && 'italic')}>
        {line}
      </span>
    </>
  )
  if (!quoted || quoted.deletedAt) return <p className={look}>{words}</p>
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      aria-label={t`Answers ${who}: ${line}. Go there`}
      onClick={() => goTo(quoted.number)}
      className={classes(look, 'touchable rounded-s text-start transition-colors hover:text-ink phone:h-9')}
    >
      {words}
    </button>
  )
}
