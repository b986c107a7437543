type Named = { id: string; displayName: string }

type Happening = {
  type: 'created' | 'joined' | 'left' | 'removed' | 'renamed' | 'role'
  userIds: string[]
  title?: string
  ownerId?: string | null
  role?: 'owner' | 'admin' | 'member'
}

/** What happened in a chat as sentences with a subject: "Ada added Noor and Jun." */
export function happeningSentence(sender: Named, event: Happening, meId: string, nameOf: (userId: string) => string) {
  const isMe = sender.id === meId
  const who = isMe ? 'You' : sender.displayName
  const others = event.userIds.filter((id) => id !== sender.id)
  const names = listed(others.map((id) => (id === meId ? 'you' : nameOf(id))))
  switch (event.type) {
    case 'created':
      return `${who} started the group “${event.title}”${others.length > 0 ? ` with ${names}` : ''}.`
    case 'joined':
      return others.length > 0 ? `${who} added ${names}.` : `${who} joined.`
    case 'left':
      return `${who} left.${event.ownerId ? ` ${event.ownerId === meId ? 'You are' : `${nameOf(event.ownerId)} is`} the owner now.` : ''}`
    case 'removed':
      return `${who} removed ${names}.`
    case 'renamed':
      return `${who} renamed the group to “${event.title}”.`
    case 'role':
      return `${who} made ${others.length > 0 ? names : isMe ? 'yourself' : 'themselves'} ${roleWords[event.role ?? 'member']}.`
  }
}

const roleWords = { owner: 'the owner', admin: 'an admin', member: 'a member' }
const mostNames = 5

/** Noor, Jun and Eve; past five names the rest is counted. */
export function listed(names: string[]): string {
  const shown =
    names.length > mostNames ? [...names.slice(0, mostNames - 1), `${names.length - mostNames + 1} others`] : names
  if (shown.length < 2) return shown.join('')
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}
