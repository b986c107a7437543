import type { ComponentProps } from 'react'
import { classes } from './classes.ts'
import type { Key } from './keyNames.ts'

type Props = Omit<ComponentProps<'button'>, 'aria-label'> & {
  label: string
  /** The keys that do the same, shown in the tip. */
  keys?: Key
  look?: keyof typeof looks
}

const looks = {
  quiet: 'text-ink-2 hover:bg-hover hover:text-ink aria-pressed:bg-accent-soft aria-pressed:text-accent-strong',
  strong: 'bg-accent text-on-accent hover:bg-accent-strong',
  alarm: 'text-ink-2 hover:bg-alarm-soft hover:text-alarm',
}

export function IconButton({ label, keys, look = 'quiet', className, children, ...props }: Props) {
  return (
    <button
      type="button"
      aria-label={label}
      data-tip={label}
      data-keys={keys}
      {...props}
      className={classes(
        'grid size-8 shrink-0 place-items-center rounded-s transition-colors select-none disabled:cursor-not-allowed disabled:opacity-40 phone:size-11 phone:rounded-m [&>svg]:size-[18px]',
        looks[look],
        className,
      )}
    >
      {children}
    </button>
  )
}
