import { PersonAvatar } from '../people/PersonAvatar.tsx'
import type { Chat } from '../trpc.ts'
import { Avatar } from '../ui/Avatar.tsx'

type Props = {
  chat: Pick<Chat, 'id' | 'title' | 'peer'>
  size: 'small' | 'row' | 'message' | 'large'
  isOnline?: boolean
}

/** The other one of a direct chat, or the group. */
export function ChatAvatar({ chat: { id, title, peer }, size, isOnline = false }: Props) {
  if (peer) return <PersonAvatar person={peer} size={size} isOnline={isOnline} />
  return <Avatar seed={id} name={title} size={size} look="soft" />
}
