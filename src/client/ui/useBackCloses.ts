import { useEffect, useEffectEvent } from 'react'
import { entry, isLeaving, leaveLayers } from './entries.ts'

/** What closes each layer that lies on the place, the uppermost last. One entry of the history stands for them all. */
const layers: (() => void)[] = []

addEventListener('popstate', () => {
  if (isLeaving()) return
  if (entry()?.isLayer) settle()
  else layers.at(-1)?.()
})
// After a reload its layers are gone.
settle()

/**
 * One step back closes what is open, the uppermost first, and the place below stays. It costs the way forward: what is
 * opened often is `isForFinger`, and leaves that to whoever has a mouse.
 */
export function useBackCloses(onClose: () => void, { isForFinger = false } = {}) {
  const close = useEffectEvent(onClose)
  useEffect(() => {
    if (isForFinger && matchMedia('(hover: hover)').matches) return undefined
    const layer = () => close()
    layers.push(layer)
    settle()
    return () => {
      layers.splice(layers.indexOf(layer), 1)
      // Not at once: one layer often leads to another.
      queueMicrotask(settle)
    }
  }, [isForFinger])
}

function settle() {
  const isLayer = entry()?.isLayer ?? false
  const isWanted = layers.length > 0
  if (isLeaving() || (isLayer && !isWanted)) leaveLayers(settle)
  else if (isWanted && !isLayer) history.pushState({ ...entry(), isLayer: true }, '')
}
