import { useEffect, useEffectEvent, useRef } from 'react'
import type { Jumps } from './useListJumps.ts'
import type { MessageVerbs } from './useMessageVerbs.ts'

/** To change what one said last, from wherever one reads. What is not on its way yet comes back to be written anew. */
export function useEditLast({ list, toLatest }: Jumps, meId: string, verbs: MessageVerbs) {
  const isAsked = useRef(false)

  function editLast() {
    const last = list.messages.findLast(
      ({ sender, deletedAt, kind }) => sender.id === meId && !deletedAt && kind === 'text',
    )
    if (last?.state === 'stored') verbs.edit(last)
    else if (last && last.state !== 'sending') verbs.takeBack(last)
  }

  const editLatest = useEffectEvent(editLast)
  useEffect(() => {
    if (!isAsked.current || list.hasLater) return
    isAsked.current = false
    editLatest()
  }, [list.hasLater])

  return () => {
    if (!list.hasLater) return editLast()
    isAsked.current = true
    toLatest().catch(() => (isAsked.current = false))
  }
}
