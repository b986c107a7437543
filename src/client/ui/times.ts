import { t } from '@lingui/core/macro'
import { formatOf } from './formats.ts'

const dateFormat = (options: Intl.DateTimeFormatOptions) =>
  formatOf((locale) => new Intl.DateTimeFormat(locale, options))

const clockFormat = dateFormat({ hour: '2-digit', minute: '2-digit' })
const weekdayFormat = dateFormat({ weekday: 'short' })
const dayFormat = dateFormat({ day: 'numeric', month: 'short' })
const yearFormat = dateFormat({ day: 'numeric', month: 'short', year: 'numeric' })
const longDayFormat = dateFormat({ weekday: 'long', day: 'numeric', month: 'long' })
const longYearFormat = dateFormat({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
const fullFormat = dateFormat({ dateStyle: 'full', timeStyle: 'short' })
const agoFormat = formatOf((locale) => new Intl.RelativeTimeFormat(locale))
const nearDayFormat = formatOf((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }))

/** 14:02 */
export const clock = (date: Date) => clockFormat().format(date)

/** Thursday, 19 November 2026 at 14:02 */
export const fullTime = (date: Date) => fullFormat().format(date)

/** 14:02 today, then Yesterday, Thu, 12 Nov, 12 Nov 2025. */
export function shortTime(date: Date, now = new Date()): string {
  const days = daysBetween(date, now)
  if (days <= 0) return clock(date)
  return days === 1 ? t`Yesterday` : dateBefore(date, now)
}

/** Today, Yesterday, Thursday, 19 November, with the year when it is another. */
export function dayName(date: Date, now = new Date()): string {
  const days = daysBetween(date, now)
  if (days === 0) return t`Today`
  if (days === 1) return t`Yesterday`
  return (date.getFullYear() === now.getFullYear() ? longDayFormat() : longYearFormat()).format(date)
}

/** Just now, 5 minutes ago, 3 hours ago, yesterday, then as a date. */
export function ago(date: Date, now = new Date()): string {
  const minutes = Math.floor((now.getTime() - date.getTime()) / 60_000)
  if (minutes < 2) return t`just now`
  if (minutes < 60) return agoFormat().format(-minutes, 'minute')
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return agoFormat().format(-hours, 'hour')
  return daysBetween(date, now) === 1 ? nearDayFormat().format(-1, 'day') : dateBefore(date, now)
}

export function isSameDay(one: Date, other: Date): boolean {
  return one.toDateString() === other.toDateString()
}

function dateBefore(date: Date, now: Date): string {
  if (daysBetween(date, now) < 7) return weekdayFormat().format(date)
  return (date.getFullYear() === now.getFullYear() ? dayFormat() : yearFormat()).format(date)
}

const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())

/** Midnights, not stretches of 24 hours. */
function daysBetween(date: Date, now: Date): number {
  return Math.round((midnight(now) - midnight(date)) / 86_400_000)
}
