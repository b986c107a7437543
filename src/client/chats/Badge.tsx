import { plural } from '@lingui/core/macro'
import { classes } from '../ui/classes.ts'

const most = 99

/** How many messages were not read; amber when one of them names the reader. */
export function Badge({ unread, mentions }: { unread: number; mentions: number }) {
  if (unread === 0) return null
  const shown = unread > most ? `${most}+` : unread
  return (
    <span
      className={classes(
        'min-w-[18px] justify-self-end rounded-full px-1.25 text-center text-2xs leading-[18px] font-strong tabular-nums',
        mentions > 0 ? 'bg-signal text-on-signal' : 'bg-accent text-on-accent',
      )}
    >
      <span aria-hidden>
        {mentions > 0 && '@ '}
        {shown}
      </span>
      <span className="sr-only">
        {mentions > 0
          ? plural(unread, { one: ', # unread, you are mentioned', other: ', # unread, you are mentioned' })
          : plural(unread, { one: ', # unread', other: ', # unread' })}
      </span>
    </span>
  )
}
