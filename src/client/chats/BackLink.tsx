import { t } from '@lingui/core/macro'
import { ChevronLeft } from 'lucide-react'
import { Link } from 'wouter'
import { classes } from '../ui/classes.ts'

/** On a phone, one pane back. */
export function BackLink({ href = '/', className }: { href?: string; className?: string }) {
  return (
    <Link
      href={href}
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
