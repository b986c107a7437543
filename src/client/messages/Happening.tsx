import type { ShownMessage } from '../live/shown.ts'
import { Time } from '../ui/Time.tsx'
import { useHappening } from './useHappening.ts'

/** What happened in the chat, among what was said. */
export function Happening({ message, meId }: { message: ShownMessage; meId: string }) {
  return (
    <p className="px-(--gutter) py-1 text-sm text-ink-3">
      <span className="ms-[calc(40px+var(--spacing)*3)] block max-w-[72ch] wrap-anywhere">
        {useHappening(message, meId)} <Time date={message.createdAt} className="ms-1 text-xs" />
      </span>
    </p>
  )
}
