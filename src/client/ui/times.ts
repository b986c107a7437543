/** The words on the screen are English, so the dates are; their order and clock are the reader's where he reads English. */
const locale = englishOf(globalThis.navigator?.language ?? '')
const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options)

const clockFormat = format({ hour: '2-digit', minute: '2-digit' })
const weekdayFormat = format({ weekday: 'short' })
const dayFormat = format({ day: 'numeric', month: 'short' })
const yearFormat = format({ day: 'numeric', month: 'short', year: 'numeric' })
const longDayFormat = format({ weekday: 'long', day: 'numeric', month: 'long' })
const longYearFormat = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
const fullFormat = format({ dateStyle: 'full', timeStyle: 'short' })

/** 14:02 */
export const clock = (date: Date) => clockFormat.format(date)

/** Thursday, 19 November 2026 at 14:02 */
export const fullTime = (date: Date) => fullFormat.format(date)

/** 14:02 today, then Yesterday, Thu, 12 Nov, 12 Nov 2025. */
export function shortTime(date: Date, now = new Date()): string {
  const days = daysBetween(date, now)
  if (days <= 0) return clock(date)
  if (days === 1) return 'Yesterday'
  if (days < 7) return weekdayFormat.format(date)
  return date.getFullYear() === now.getFullYear() ? dayFormat.format(date) : yearFormat.format(date)
}

/** Today, Yesterday, Thursday, 19 November, with the year when it is another. */
export function dayName(date: Date, now = new Date()): string {
  const days = daysBetween(date, now)
  if (days === 0) return 'Today'
  if (days === 1) return 'Yesterday'
  return date.getFullYear() === now.getFullYear() ? longDayFormat.format(date) : longYearFormat.format(date)
}

/** Just now, 5 minutes ago, 3 hours ago, then as a date. */
export function ago(date: Date, now = new Date()): string {
  const minutes = Math.floor((now.getTime() - date.getTime()) / 60_000)
  if (minutes < 2) return 'just now'
  if (minutes < 60) return `${minutes} minutes ago`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return hours === 1 ? '1 hour ago' : `${hours} hours ago`
  const day = shortTime(date, now)
  return day === 'Yesterday' ? 'yesterday' : day
}

export function isSameDay(one: Date, other: Date): boolean {
  return one.toDateString() === other.toDateString()
}

const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())

/** Midnights, not stretches of 24 hours. */
function daysBetween(date: Date, now: Date): number {
  return Math.round((midnight(now) - midnight(date)) / 86_400_000)
}

/** Some browsers name a language that they do not know themselves, such as en-US@posix. */
function englishOf(language: string): string {
  return /^en(-[A-Za-z]{2,3})?$/.test(language) ? language : 'en-GB'
}
