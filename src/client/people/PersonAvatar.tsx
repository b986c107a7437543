import type { Person } from '../trpc.ts'
import { Avatar } from '../ui/Avatar.tsx'

type Props = {
  person: Pick<Person, 'id' | 'displayName' | 'avatar'>
  size: 'small' | 'row' | 'message' | 'large'
  isOnline?: boolean
}

export function PersonAvatar({ person: { id, displayName, avatar }, size, isOnline }: Props) {
  return (
    <Avatar
      seed={id}
      name={displayName}
      size={size}
      picture={avatar === null ? undefined : `/avatars/${avatar}`}
      isOnline={isOnline}
    />
  )
}
