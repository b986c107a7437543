const groups = [[62], [40, 55], [30], [70, 44], [52]]

/** Where messages will be, from below. */
export function MessageSkeleton() {
  return (
    <div className="flex min-h-0 flex-1 flex-col justify-end gap-5 overflow-hidden px-(--gutter) pb-6">
      {groups.map((widths) => (
        <div key={widths.join()} className="flex gap-3">
          <div className="size-10 shrink-0 rounded-face bg-hover" />
          <div className="flex-1 space-y-2.5 pt-1">
            <div className="h-3 w-28 rounded-s bg-hover" />
            {widths.map((width) => (
              <div key={width} style={{ width: `${width}%` }} className="h-3 max-w-[60ch] rounded-s bg-hover" />
            ))}
          </div>
        </div>
      ))}
    </div>
  )
}
