import { faultOf } from '../fault.ts'
import { type Person, trpc } from '../trpc.ts'

/** Opens the chat with somebody, and goes there. */
export function useOpenDirect(onGo: (href: string) => void) {
  const { mutate, isPending, error } = trpc.chats.openDirect.useMutation({
    onSuccess: ({ chatId }) => onGo(`/chats/${chatId}`),
  })
  return {
    openDirect: ({ id }: Person) => mutate({ userId: id }),
    isOpening: isPending,
    fault: error ? faultOf(error).message : undefined,
  }
}
