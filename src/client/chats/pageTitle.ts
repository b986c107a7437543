import type { Chat } from '../trpc.ts'

/** "(3) Engines · Parley": how much is unread in all chats, and what is shown. */
export function pageTitle(chats: Pick<Chat, 'unread'>[], place?: string): string {
  const unread = chats.reduce((sum, chat) => sum + chat.unread, 0)
  const count = unread === 0 ? '' : unread > 99 ? '(99+) ' : `(${unread}) `
  return `${count}${place === undefined ? '' : `${place} · `}Parley`
}
