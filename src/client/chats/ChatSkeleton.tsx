import { t } from '@lingui/core/macro'
import { MessageSkeleton } from '../messages/MessageSkeleton.tsx'

/** The place of a chat of which nothing is known yet. */
export function ChatSkeleton() {
  return (
    <div role="status" aria-label={t`The chat is loading`} className="late flex h-full flex-col">
      <div className="flex h-16 items-center gap-3 border-b border-line px-4">
        <div className="size-9 rounded-face bg-hover" />
        <div className="space-y-2">
          <div className="h-3.5 w-36 rounded-s bg-hover" />
          <div className="h-2.5 w-20 rounded-s bg-hover" />
        </div>
      </div>
      <MessageSkeleton />
    </div>
  )
}
