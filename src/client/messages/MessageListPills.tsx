import { plural, t } from '@lingui/core/macro'
import { ArrowDown, Undo2 } from 'lucide-react'
import type { ReactNode } from 'react'

type Props = {
  unread: number
  isAtEnd: boolean
  /** By the keyboard, the focus goes along: the pill may be gone. */
  onDown: (isByKey: boolean) => void
  onBack: ((isByKey: boolean) => void) | undefined
}

/** The ways out of the history: down to what is new or to the end, and back to where the reader was. */
export function MessageListPills({ unread, isAtEnd, onDown, onBack }: Props) {
  return (
    <div className="pointer-events-none absolute inset-x-2 bottom-3 flex justify-center gap-2">
      {onBack && (
        <Pill label={t`Back to where you were`} onClick={onBack}>
          <Undo2 aria-hidden className="size-4" />
          {t`Back`}
        </Pill>
      )}
      {!isAtEnd && (
        <Pill onClick={onDown}>
          <ArrowDown aria-hidden className="size-4" />
          {unread > 0 ? (
            <span className="text-alarm">{plural(unread, { one: '# new', other: '# new' })}</span>
          ) : (
            t`Jump to latest`
          )}
        </Pill>
      )}
    </div>
  )
}

type PillProps = { label?: string; onClick: (isByKey: boolean) => void; children: ReactNode }

function Pill({ label, onClick, children }: PillProps) {
  return (
    <button
      type="button"
      aria-label={label}
      onClick={({ detail }) => onClick(detail === 0)}
      className="pointer-events-auto flex h-9 shrink-0 animate-appear items-center gap-2 rounded-full border border-line bg-paper px-4 text-sm font-medium shadow-float transition-colors hover:bg-hover phone:h-11"
    >
      {children}
    </button>
  )
}
