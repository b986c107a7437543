import { useEffect, useEffectEvent } from 'react'
import { keyOf } from '../messages/keyOf.ts'

/** Ctrl or ⌘ and K, anywhere. */
export function useFindKeys(onFind: () => void) {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (keyOf(event) !== 'k' || event.ctrlKey === event.metaKey || event.altKey || event.shiftKey) return
    event.preventDefault()
    onFind()
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => press(event)
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}
