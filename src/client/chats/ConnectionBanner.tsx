import { useEffect, useState } from 'react'
import { useConnection } from '../live/useConnection.ts'
import { useWaitingCount } from '../live/useOutbox.ts'

const patienceMs = 5000

/** Says the truth about the connection once it is away for five seconds. */
export function ConnectionBanner({ className }: { className: string }) {
  const { state, since } = useConnection()
  const waiting = useWaitingCount()
  const isLong = useIsPast(state === 'online' ? undefined : since.getTime() + patienceMs)
  return (
    <div role="status" className={className}>
      {isLong && (
        <p className="bg-signal-soft px-4 py-2 text-center text-sm font-medium phone:pt-[max(8px,env(safe-area-inset-top))]">
          {state === 'offline' ? 'You are offline.' : 'The connection is lost. Parley is trying to reach the server.'}{' '}
          {waitSentence(waiting)}
        </p>
      )}
    </div>
  )
}

function waitSentence(waiting: number): string {
  if (waiting === 0) return 'You can read, and what you write will be sent later.'
  return waiting === 1 ? '1 message waits and will be sent.' : `${waiting} messages wait and will be sent.`
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
