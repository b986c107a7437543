import { Menu as Primitive } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { useBackCloses } from './useBackCloses.ts'

type Props = {
  label: string
  anchor: Element | { getBoundingClientRect: () => DOMRect }
  /** With which of its edges it stands at the same one of that. */
  align?: 'start' | 'end'
  /** Gets the focus when the menu closes: what it stands beside, unless something else is named. */
  focusAfter?: HTMLElement
  onClose: () => void
  children: ReactNode
}

/** Open as long as it is rendered, beside what it is about. */
export function Menu({ label, anchor, align = 'end', focusAfter, onClose, children }: Props) {
  useBackCloses(onClose, { isForFinger: true })
  return (
    <Primitive.Root open modal={false} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Primitive.Portal>
        <Primitive.Positioner anchor={anchor} align={align} sideOffset={4} collisionPadding={8} className="z-30">
          <Primitive.Popup
            aria-label={label}
            finalFocus={() => focusAfter ?? (anchor instanceof HTMLElement ? anchor : null)}
            className="min-w-48 rounded-m border border-line bg-paper p-1 shadow-float outline-none transition-[opacity,scale] starting:scale-[0.98] starting:opacity-0"
          >
            {children}
          </Primitive.Popup>
        </Primitive.Positioner>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

/** Whoever shows the menu closes it. `isChosen` makes it one of several, of which one holds. */
type ItemProps = { isAlarm?: boolean; isChosen?: boolean; onChoose: () => void; children: ReactNode }

export function MenuItem({ isAlarm = false, isChosen, onChoose, children }: ItemProps) {
  return (
    <Primitive.Item
      closeOnClick={false}
      {...(isChosen !== undefined && { role: 'menuitemradio', 'aria-checked': isChosen })}
      onClick={onChoose}
      className={classes(
        'flex h-9 items-center gap-6 rounded-s px-3 outline-none select-none data-highlighted:bg-hover phone:h-11',
        isAlarm && 'text-alarm data-highlighted:bg-alarm-soft',
      )}
    >
      {children}
      {isChosen && <Check aria-hidden className="ms-auto size-4 text-accent" />}
    </Primitive.Item>
  )
}
