import type { ChatWithMembers } from '../trpc.ts'

/** A mark that is not shown stays hidden, and what is shown only goes forward. */
export function withReader(chat: ChatWithMembers, userId: string, number: number): ChatWithMembers {
  const index = chat.members.findIndex(({ id }) => id === userId)
  const member = chat.members[index]
  if (!member || member.readNumber === null || member.readNumber >= number) return chat
  return { ...chat, members: chat.members.with(index, { ...member, readNumber: number }) }
}

/** Members as read, with the marks that were heard of since. */
export function withMarks(chat: ChatWithMembers, marks: { userId: string; number: number }[]): ChatWithMembers {
  return marks.reduce((marked, { userId, number }) => withReader(marked, userId, number), chat)
}
