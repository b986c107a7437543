import { useEffect } from 'react'
import { useLocation } from 'wouter'
import { faultOf } from '../fault.ts'
import { useLive } from '../live/LiveProvider.tsx'
import { useStore } from '../ui/store.ts'
import type { Whisper } from '../live/whispers.ts'
import { trpc } from '../trpc.ts'
import { tellFault } from '../ui/toasts.ts'

/** Those that go on and those that were just ended, the newest first. */
export function useWhispers(): Whisper[] {
  const whispers = useStore(useLive().sync.whispers.store)
  return [...whispers.values()].toReversed()
}

export function useWhisper(id: string) {
  const { sync } = useLive()
  const whisper = useStore(sync.whispers.store).get(id)
  const say = trpc.whispers.say.useMutation({ onError: (error) => tellFault(faultOf(error).message) })
  const end = trpc.whispers.end.useMutation({ onError: (error) => tellFault(faultOf(error).message) })
  const unread = whisper?.unread ?? 0
  useEffect(() => {
    const read = () => {
      if (document.hasFocus() && unread > 0) sync.whispers.read(id)
    }
    read()
    addEventListener('focus', read)
    return () => removeEventListener('focus', read)
  }, [sync, id, unread])
  return {
    whisper,
    /** Whether it was taken. */
    say: (text: string) =>
      say.mutateAsync({ whisperId: id, text }).then(
        () => true,
        () => false,
      ),
    end: () => end.mutate({ whisperId: id }),
    forget: () => sync.whispers.forget(id),
  }
}

/** Opens a conversation off the record with somebody who is online. */
export function useStartWhisper() {
  const [, go] = useLocation()
  const start = trpc.whispers.start.useMutation({
    onSuccess: ({ whisperId }) => go(`/whispers/${whisperId}`),
    onError: (error) => tellFault(faultOf(error).message),
  })
  return (userId: string) => start.mutate({ userId })
}
