import { classes } from './classes.ts'
import { clock, fullTime, shortTime } from './times.ts'
import { useToday } from './useToday.ts'

type Props = { date: Date; look?: 'clock' | 'short'; className?: string }

export function Time({ date, look = 'clock', className }: Props) {
  useToday()
  return (
    <time
      dateTime={date.toISOString()}
      title={fullTime(date)}
      className={classes('tabular-nums [unicode-bidi:isolate]', className)}
    >
      {look === 'clock' ? clock(date) : shortTime(date)}
    </time>
  )
}
