import { useCallback, useRef } from 'react'
import { trpc } from '../trpc.ts'

const everyMs = 3000

/** Tells the others that something is being typed: they believe it for five seconds. */
export function useTellTyping(chatId: string) {
  const { mutate } = trpc.live.typing.useMutation()
  const toldAt = useRef(0)
  return useCallback(() => {
    if (Date.now() - toldAt.current < everyMs) return
    toldAt.current = Date.now()
    mutate({ chatId })
  }, [chatId, mutate])
}
