import { plural, select, t } from '@lingui/core/macro'
import { list } from '../ui/formats.ts'

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
  const { displayName: who } = sender
  const { type, title = '', ownerId, role = 'member' } = event
  const others = event.userIds.filter((id) => id !== sender.id)
  const namesWith = (you: string) => listed(others.map((id) => (id === meId ? you : nameOf(id))))
  const names = namesWith(t({ message: 'you', context: 'Ada added you' }))
  const isAlone = others.length === 0
  switch (type) {
    case 'created': {
      const company = namesWith(t({ message: 'you', context: 'with you' }))
      if (isAlone) return isMe ? t`You started the group “${title}”.` : t`${who} started the group “${title}”.`
      return isMe
        ? t`You started the group “${title}” with ${company}.`
        : t`${who} started the group “${title}” with ${company}.`
    }
    case 'joined':
      if (isAlone) return isMe ? t`You joined.` : t`${who} joined.`
      return isMe ? t`You added ${names}.` : t`${who} added ${names}.`
    case 'left': {
      if (!ownerId) return isMe ? t`You left.` : t`${who} left.`
      const heir = nameOf(ownerId)
      if (isMe) return t`You left. ${heir} is the owner now.`
      return ownerId === meId ? t`${who} left. You are the owner now.` : t`${who} left. ${heir} is the owner now.`
    }
    case 'removed':
      return isMe ? t`You removed ${names}.` : t`${who} removed ${names}.`
    case 'renamed':
      return isMe ? t`You renamed the group to “${title}”.` : t`${who} renamed the group to “${title}”.`
    case 'role':
      // The only role that one can give oneself.
      if (isAlone) return isMe ? t`You made yourself a member.` : t`${who} made themselves a member.`
      return isMe ? roleByMe(names, role) : roleBy(who, names, role)
  }
}

const roleByMe = (names: string, role: string) =>
  select(role, {
    owner: `You made ${names} the owner.`,
    admin: `You made ${names} an admin.`,
    other: `You made ${names} a member.`,
  })

const roleBy = (who: string, names: string, role: string) =>
  select(role, {
    owner: `${who} made ${names} the owner.`,
    admin: `${who} made ${names} an admin.`,
    other: `${who} made ${names} a member.`,
  })

const mostNames = 5

/** Noor, Jun and Eve; past five names the rest is counted. */
export function listed(names: string[]): string {
  if (names.length <= mostNames) return list(names)
  const shown = names.slice(0, mostNames - 1)
  return list([...shown, plural({ count: names.length - shown.length }, { one: '# other', other: '# others' })])
}
