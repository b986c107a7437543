import { t } from '@lingui/core/macro'
import { ChevronLeft } from 'lucide-react'
import { Link } from 'wouter'
import { classes } from '../ui/classes.ts'
import { entry } from '../ui/entries.ts'

/** On a phone, one pane back. */
export function BackLink({ href = '/', className }: { href?: string; className?: string }) {
  return (
    <Link
      href={href}
      replace
      onClick={(event) => {
        if (entry()?.from !== href) return
        event.preventDefault()
        history.back()
      }}
      aria-label={t`Back`}
      className={classes(
        'hidden size-11 shrink-0 place-items-center rounded-m text-ink-2 active:bg-hover phone:grid',
        className,
      )}
    >
      <ChevronLeft aria-hidden className="size-6" />
    </Link>
  )
}
