import { t } from '@lingui/core/macro'

const widths = [24, 60, 44, 20, 52]

/** A place that is no chat, as long as its script is on its way. */
export function PlaceSkeleton() {
  return (
    <div role="status" aria-label={t`Parley is loading`} className="late flex h-full flex-col">
      <div className="flex h-16 shrink-0 items-center border-b border-line px-(--gutter) phone:h-14">
        <div className="h-4 w-28 rounded-s bg-hover" />
      </div>
      <div className="space-y-5 px-(--gutter) py-6">
        {widths.map((width) => (
          <div key={width} style={{ width: `${width}%` }} className="h-3 max-w-xl rounded-s bg-hover" />
        ))}
      </div>
    </div>
  )
}
