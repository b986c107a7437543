import { useEffect, useSyncExternalStore } from 'react'
import { trpc } from '../trpc.ts'
import { useLive } from './LiveProvider.tsx'
import type { Sight } from './seen.ts'
import { useStore } from '../ui/store.ts'

const nobody: string[] = []

/** Whether somebody is online, or when he was. Undefined for those who share no chat with the user. */
export function useSeen(userId: string): Sight | undefined {
  const { subscribe, get } = useLive().sync.seen.people
  return useSyncExternalStore(subscribe, () => get().get(userId))
}

/** Who looks at the chat now. */
export function useHere(chatId: string): string[] {
  return useStore(useLive().sync.seen.looking, (looking) => looking.get(chatId)) ?? nobody
}

/** Who else is typing in the chat. */
export function useTyping(chatId: string): string[] {
  const { sync, user } = useLive()
  const typists = useStore(sync.seen.typists, (typing) => typing.get(chatId)) ?? nobody
  return typists.filter((userId) => userId !== user.id)
}

/** Tells that the user looks at the chat, as long as this is on the screen. */
export function useLook(chatId: string | null) {
  const connectionId = useStore(useLive().sync.seen.connectionId)
  const { mutate } = trpc.live.look.useMutation()
  useEffect(() => {
    if (connectionId) mutate({ connectionId, chatId })
    return () => {
      if (connectionId && chatId) mutate({ connectionId, chatId: null })
    }
  }, [connectionId, chatId, mutate])
}
