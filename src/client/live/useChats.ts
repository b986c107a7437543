import { useQuery } from '@tanstack/react-query'
import type { Chat, ChatWithMembers } from '../trpc.ts'
import { useLive } from './LiveProvider.tsx'

const none: Chat[] = []

/** All chats of the user, newest first. */
export function useChats() {
  const { sync } = useLive()
  const { data: chats = none, isPending: isLoading, error, refetch } = useQuery(sync.chatsQuery())
  return { chats, isLoading, error, refetch }
}

/** One chat, with its members. */
export function useChat(chatId: string) {
  const { sync } = useLive()
  const { chats } = useChats()
  const { data, isPending: isLoading, error, refetch } = useQuery(sync.chatQuery(chatId))
  const listed = chats.find(({ id }) => id === chatId)
  const chat: ChatWithMembers | undefined = data && { ...data, ...listed }
  return { chat, isLoading, error, refetch }
}
