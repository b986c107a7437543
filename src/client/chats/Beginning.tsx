import { Trans } from '@lingui/react/macro'
import type { Chat } from '../trpc.ts'
import { ChatAvatar } from './ChatAvatar.tsx'

/** Stands above the first message of a chat. */
export function Beginning({ chat }: { chat: Chat }) {
  const name = <bdi className="font-medium text-ink">{chat.title}</bdi>
  return (
    <div className="px-(--gutter) pb-2">
      <ChatAvatar chat={chat} size="large" />
      <p className="mt-2 line-clamp-2 wrap-anywhere text-ink-2">
        {chat.peer ? (
          <Trans>This is the beginning of your chat with {name}.</Trans>
        ) : (
          <Trans>This is the beginning of {name}.</Trans>
        )}
      </p>
    </div>
  )
}
