import type { ComponentProps, KeyboardEvent } from 'react'
import { classes } from './classes.ts'

type Props = Omit<ComponentProps<'textarea'>, 'value' | 'onChange'> & { value: string; onType: (text: string) => void }

/** A text area as tall as its text, up to eight lines: the text stands a second time, unseen, in the same cell of a grid. */
export function TypeArea({ value, onType, className, ...props }: Props) {
  return (
    <div
      className={classes(
        'grid max-h-[calc(8lh+2*var(--above))] min-w-0 flex-1 overflow-y-auto overscroll-contain [--above:5px] *:py-(--above) phone:text-typed phone:[--above:max(4px,(44px_-_1lh)/2)]',
        className,
      )}
    >
      <div
        aria-hidden
        className="pointer-events-none invisible col-start-1 row-start-1 wrap-anywhere whitespace-pre-wrap"
      >
        {value}{' '}
      </div>
      <textarea
        rows={1}
        // Signs alone have no direction of their own.
        dir={/\p{L}/u.test(value) ? 'auto' : undefined}
        {...props}
        value={value}
        onChange={(event) => onType(event.target.value)}
        className="col-start-1 row-start-1 block w-full resize-none overflow-hidden bg-transparent wrap-anywhere whitespace-pre-wrap outline-none placeholder-shown:truncate"
      />
    </div>
  )
}

const composingKeyCode = 229

/** True while an input method still makes signs out of keys: Enter then belongs to it. */
export function isComposing({ nativeEvent, keyCode }: KeyboardEvent): boolean {
  return nativeEvent.isComposing || keyCode === composingKeyCode
}
