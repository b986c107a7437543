import { plural, t } from '@lingui/core/macro'
import { useIsFetching } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useConnection } from '../live/useConnection.ts'
import { useWaitingCount } from '../live/useOutbox.ts'

const patienceMs = 5000
const gladMs = 3000
const minuteMs = 60_000
/** Where a line above what is being written has no room for two long sentences. */
const narrow = matchMedia('(width <= 960px)')

/** Tells the words about the connection whenever they change. */
export function ConnectionWords({ onWords }: { onWords: (words: string[]) => void }) {
  const text = useConnectionWords().join('\n')
  useEffect(() => onWords(text.split('\n').filter(Boolean)), [text, onWords])
  return null
}

/** The truth about the connection once it is away for five seconds, and when all is as it should be again. What matters most is first. */
function useConnectionWords(): string[] {
  const { state, since } = useConnection()
  const waiting = useWaitingCount()
  const isLoading = useIsFetching() > 0
  const isAway = state !== 'online'
  const isLong = useIsPast(isAway ? since.getTime() + patienceMs : undefined)
  const minutes = useMinutesSince(isLong ? since : undefined)
  const isNarrow = useSyncExternalStore(listen, () => narrow.matches)
  const [wasLong, setWasLong] = useState(false)
  if (isLong && !wasLong) setWasLong(true)
  const isBack = wasLong && !isAway
  const isUpToDate = isBack && waiting === 0 && !isLoading
  useEffect(() => {
    if (!isUpToDate) return
    const timer = setTimeout(() => setWasLong(false), gladMs)
    return () => clearTimeout(timer)
  }, [isUpToDate])
  if (isLong && isNarrow && waiting > 0) return [shortAway(state === 'offline', minutes), shortWait(waiting)]
  if (isLong) return [awaySentence(state === 'offline', minutes), waitSentence(waiting)]
  if (!isBack) return []
  return [isUpToDate ? t`Up to date.` : t`Connected again. Catching up…`]
}

function awaySentence(isOffline: boolean, minutes: number): string {
  if (minutes < 1) return isOffline ? t`You are offline.` : t`The connection is lost.`
  const hours = Math.floor(minutes / 60)
  if (hours < 1) {
    return isOffline
      ? plural(minutes, { one: 'You have been offline for # min.', other: 'You have been offline for # min.' })
      : plural(minutes, {
          one: 'The connection has been lost for # min.',
          other: 'The connection has been lost for # min.',
        })
  }
  return isOffline
    ? plural(hours, { one: 'You have been offline for # h.', other: 'You have been offline for # h.' })
    : plural(hours, { one: 'The connection has been lost for # h.', other: 'The connection has been lost for # h.' })
}

function shortAway(isOffline: boolean, minutes: number): string {
  const hours = Math.floor(minutes / 60)
  if (minutes < 1) return awaySentence(isOffline, minutes)
  if (hours < 1) {
    return isOffline
      ? plural(minutes, { one: 'Offline for # min.', other: 'Offline for # min.' })
      : plural(minutes, { one: 'No connection for # min.', other: 'No connection for # min.' })
  }
  return isOffline
    ? plural(hours, { one: 'Offline for # h.', other: 'Offline for # h.' })
    : plural(hours, { one: 'No connection for # h.', other: 'No connection for # h.' })
}

function waitSentence(waiting: number): string {
  if (waiting === 0) return t`You can read, and what you write will be sent later.`
  return plural(waiting, { one: '# message waits and will be sent.', other: '# messages wait and will be sent.' })
}

function shortWait(waiting: number): string {
  return plural(waiting, { one: '# message waits.', other: '# messages wait.' })
}

function listen(listener: () => void) {
  narrow.addEventListener('change', listener)
  return () => narrow.removeEventListener('change', listener)
}

function useIsPast(time: number | undefined): boolean {
  const [past, setPast] = useState<number>()
  useEffect(() => {
    if (time === undefined) return
    const timer = setTimeout(() => setPast(time), Math.max(0, time - Date.now()))
    return () => clearTimeout(timer)
  }, [time])
  return time !== undefined && past === time
}

function useMinutesSince(since: Date | undefined): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!since) return
    const timer = setInterval(() => setNow(Date.now()), minuteMs / 4)
    return () => clearInterval(timer)
  }, [since])
  return since ? Math.max(0, Math.floor((now - since.getTime()) / minuteMs)) : 0
}
