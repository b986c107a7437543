type Listed = { id: string; unread: number }

/** The chat above or below the open one. From another place the first or the last. */
export function chatBeside<One extends Listed>(
  chats: One[],
  openId: string | undefined,
  step: -1 | 1,
): One | undefined {
  const index = chats.findIndex(({ id }) => id === openId)
  if (index === -1) return chats.at(step === 1 ? 0 : -1)
  return chats[index + step]
}

/** The next chat with unread messages above or below the open one, and round the end. */
export function unreadBeside<One extends Listed>(chats: One[], openId: string | undefined, step: -1 | 1) {
  const inOrder = step === 1 ? chats : chats.toReversed()
  const index = inOrder.findIndex(({ id }) => id === openId)
  const others = [...inOrder.slice(index + 1), ...inOrder.slice(0, Math.max(index, 0))]
  return others.find(({ unread }) => unread > 0)
}
