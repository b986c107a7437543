import { t } from '@lingui/core/macro'
import type { ReactNode } from 'react'
import { classes } from '../ui/classes.ts'
import { dayName, fullTime } from '../ui/times.ts'
import { useToday } from '../ui/useToday.ts'

/** The day that begins here. */
export function DayLine({ date }: { date: Date }) {
  useToday()
  return (
    <Separator>
      <time dateTime={date.toISOString()} title={fullTime(date)}>
        {dayName(date)}
      </time>
    </Separator>
  )
}

/** What was not read when the chat was opened begins here. */
export function NewLine() {
  return <Separator isNew>{t({ message: 'New', context: 'messages below' })}</Separator>
}

function Separator({ isNew = false, children }: { isNew?: boolean; children: ReactNode }) {
  const line = classes('h-px flex-1', isNew ? 'bg-alarm/45' : 'bg-line')
  return (
    <div
      className={classes(
        'flex items-center gap-3 px-(--gutter) pb-1 text-xs font-strong select-none',
        isNew ? 'pt-3 text-alarm' : 'pt-5 text-ink-3',
      )}
    >
      <span className={line} />
      {children}
      <span className={line} />
    </div>
  )
}
