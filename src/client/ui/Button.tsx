import { LoaderCircle } from 'lucide-react'
import type { ComponentProps } from 'react'
import { classes } from './classes.ts'

type Props = ComponentProps<'button'> & { look?: keyof typeof looks; isBusy?: boolean }

const looks = {
  strong: 'bg-accent text-on-accent hover:bg-accent-strong',
  plain: 'bg-paper text-ink inset-ring inset-ring-edge hover:bg-hover',
  quiet: 'text-ink-2 hover:bg-hover hover:text-ink',
  alarm: 'bg-alarm text-on-alarm hover:opacity-90',
}

export function Button({ look = 'plain', isBusy = false, className, children, disabled, ...props }: Props) {
  return (
    <button
      type="button"
      {...props}
      disabled={disabled}
      aria-busy={isBusy || undefined}
      className={classes(
        'relative inline-flex h-9 shrink-0 items-center justify-center gap-2 rounded-m px-4 font-medium whitespace-nowrap transition-colors select-none phone:h-11',
        'disabled:cursor-not-allowed disabled:opacity-50',
        looks[look],
        className,
      )}
    >
      {isBusy && <LoaderCircle aria-hidden className="absolute size-4 animate-turn" />}
      <span className={classes('inline-flex items-center gap-2', isBusy && 'opacity-0')}>{children}</span>
    </button>
  )
}
