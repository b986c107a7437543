import type { Chat } from '../trpc.ts'
import { ChatAvatar } from './ChatAvatar.tsx'

/** Stands above the first message of a chat. */
export function Beginning({ chat }: { chat: Chat }) {
  return (
    <div className="px-(--gutter) pb-2">
      <ChatAvatar chat={chat} size="large" />
      <p className="mt-2 truncate text-ink-2">
        This is the beginning of {chat.peer ? 'your chat with ' : ''}
        <bdi className="font-medium text-ink">{chat.title}</bdi>.
      </p>
    </div>
  )
}
