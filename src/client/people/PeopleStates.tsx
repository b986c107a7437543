import { t } from '@lingui/core/macro'
import { faultOf } from '../fault.ts'
import { Button } from '../ui/Button.tsx'

/** The list of people could not be had. */
export function PeopleFault({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return (
    <div role="alert" className="flex flex-col items-center gap-3 p-6 text-center text-ink-2">
      {t`The people could not be loaded.`} {faultOf(error).message}
      <Button onClick={onRetry}>{t`Try again`}</Button>
    </div>
  )
}

export function PeopleSkeleton() {
  return (
    <div role="status" aria-label={t`People are loading`} className="late">
      {[52, 40, 60, 45].map((width) => (
        <div key={width} className="flex items-center gap-3 px-3 py-2">
          <div className="size-9 rounded-face bg-hover" />
          <div style={{ width: `${width}%` }} className="h-3 rounded-s bg-hover" />
        </div>
      ))}
    </div>
  )
}
