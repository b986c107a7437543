import { t } from '@lingui/core/macro'
import { CalendarDays } from 'lucide-react'
import { useState } from 'react'
import type { Chat } from '../trpc.ts'
import { Late, lazily } from '../ui/lazily.tsx'
import { dayName } from '../ui/times.ts'
import { useToday } from '../ui/useToday.ts'

const GoToDate = lazily(async () => (await import('./GoToDate.tsx')).GoToDate)

/** Floats over the history: the day of what is at the top, and the way to another. */
export function MessageListDay({ chat, day }: { chat: Chat; day: Date }) {
  useToday()
  const [isOpen, setOpen] = useState(false)
  const name = dayName(day)
  return (
    <>
      <div className="pointer-events-none absolute inset-x-2 top-2 flex justify-center">
        <button
          type="button"
          aria-haspopup="dialog"
          aria-label={t`Go to a date. Shown: ${name}`}
          onClick={() => setOpen(true)}
          className="pointer-events-auto touchable flex h-7 animate-appear items-center gap-1.5 rounded-full border border-line bg-paper px-3 text-xs font-strong text-ink-2 shadow-float transition-colors select-none hover:bg-hover hover:text-ink"
        >
          <CalendarDays aria-hidden className="size-3.5" />
          {name}
        </button>
      </div>
      {isOpen && (
        <Late onFault={() => setOpen(false)}>
          <GoToDate chat={chat} day={day} onClose={() => setOpen(false)} />
        </Late>
      )}
    </>
  )
}
