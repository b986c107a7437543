import type { ComponentProps, ReactNode } from 'react'
import { classes } from './classes.ts'

type Props = ComponentProps<'div'> & { isActive: boolean }

/** One of a list to choose from with arrows or pointer, while the typing stays in the field above. */
export function Option({ isActive, children, ...props }: Props) {
  return (
    <div
      aria-selected={isActive}
      {...props}
      className={classes(
        'flex min-h-12 items-center gap-3 rounded-m px-2 py-1.5 select-none [content-visibility:auto] [contain-intrinsic-height:auto_48px]',
        isActive && 'bg-hover',
      )}
    >
      {children}
    </div>
  )
}

export function Caption({ children }: { children: ReactNode }) {
  return (
    <p role="presentation" className="px-2 pt-2 pb-1 text-xs font-strong text-ink-3 first:pt-0">
      {children}
    </p>
  )
}
