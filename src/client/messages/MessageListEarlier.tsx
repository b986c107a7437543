import { t } from '@lingui/core/macro'

/** Stands above the first message while earlier ones are loaded. */
export function MessageListEarlier() {
  return (
    <div role="status" aria-label={t`Earlier messages are loading`} className="space-y-4 px-(--gutter) py-3">
      {[64, 38].map((width) => (
        <div key={width} className="flex gap-3">
          <div className="size-10 rounded-face bg-hover" />
          <div className="flex-1 space-y-2 pt-1">
            <div className="h-3 w-28 rounded-s bg-hover" />
            <div style={{ width: `${width}%` }} className="h-3 rounded-s bg-hover" />
          </div>
        </div>
      ))}
    </div>
  )
}
