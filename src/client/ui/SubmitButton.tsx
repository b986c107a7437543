import { plural } from '@lingui/core/macro'
import type { ReactNode } from 'react'
import { Button } from './Button.tsx'

type Props = {
  message: string | undefined
  secondsLeft: number
  isBusy: boolean
  look?: 'strong' | 'plain' | 'alarm'
  className?: string
  children: ReactNode
}

/** The last row of a form: what is wrong with all of it, and the verb. */
export function SubmitButton({ message, secondsLeft, isBusy, look = 'strong', className = 'w-full', children }: Props) {
  return (
    <>
      {message && (
        <p role="alert" className="mb-2 rounded-m bg-alarm-soft px-3 py-2 text-alarm">
          {message}
          {secondsLeft > 0 && ` ${waitOf(secondsLeft)}`}
        </p>
      )}
      <Button
        type="submit"
        look={look}
        isBusy={isBusy}
        disabled={secondsLeft > 0}
        className={`mt-1.5 h-10 ${className}`}
      >
        {children}
      </Button>
    </>
  )
}

function waitOf(seconds: number): string {
  if (seconds < 90) return plural(seconds, { one: 'Wait # second.', other: 'Wait # seconds.' })
  return plural({ minutes: Math.ceil(seconds / 60) }, { one: 'Wait # minute.', other: 'Wait # minutes.' })
}
