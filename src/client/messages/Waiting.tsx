import { t } from '@lingui/core/macro'
import { useEffect, useState } from 'react'
import { useHeldUntil } from '../live/useOutbox.ts'
import { useRowTabIndex } from './rowStop.ts'

type Props = { id: string; onUndo: () => void }

/** Behind a message of one's own that is not on its way yet: that it waits, or for how long it can be taken back. */
export function Waiting({ id, onUndo }: Props) {
  const tabIndex = useRowTabIndex()
  const seconds = useSecondsUntil(useHeldUntil(id) ?? 0)
  if (seconds <= 0) return <bdi className="mx-1.5 text-xs text-ink-3">{t`waiting…`}</bdi>
  return (
    <bdi className="behind-words text-xs text-ink-3 tabular-nums">
      {t`sends in ${seconds} s`}{' '}
      <button
        type="button"
        tabIndex={tabIndex}
        onClick={onUndo}
        className="touchable rounded-s px-1 font-medium text-accent underline-offset-2 hover:underline"
      >
        {t`Undo`}
      </button>
    </bdi>
  )
}

function useSecondsUntil(time: number): number {
  const [seconds, setSeconds] = useState(() => secondsUntil(time))
  useEffect(() => {
    const tick = () => setSeconds(secondsUntil(time))
    tick()
    const timer = setInterval(tick, 250)
    return () => clearInterval(timer)
  }, [time])
  return seconds
}

const secondsUntil = (time: number) => Math.ceil((time - Date.now()) / 1000)
