import { useLive } from './LiveProvider.tsx'

/** Tells that the user has seen a chat up to a number. May be called as often as he scrolls. */
export function useMarkRead(): (chatId: string, number: number) => void {
  return useLive().sync.markRead
}
