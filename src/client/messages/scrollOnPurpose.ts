const scrollKeys = new Set(['PageUp', 'PageDown', 'Home', 'End', 'ArrowUp', 'ArrowDown', ' '])
const events = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const

/** Calls back when a wheel, a finger, a scrollbar or a key moves the messages; not when they move by what comes in. */
export function onScrollOnPurpose(listener: () => void): () => void {
  const hear = (event: Event) => {
    const { target } = event
    if (!(target instanceof Element) || !target.closest('[role="log"]')) return
    // Only the scrollbar lets a press land on the list itself.
    if (event.type === 'pointerdown' && !target.matches('[role="log"]')) return
    if (event instanceof KeyboardEvent && !scrollKeys.has(event.key)) return
    listener()
  }
  for (const event of events) document.addEventListener(event, hear, { passive: true })
  return () => {
    for (const event of events) document.removeEventListener(event, hear)
  }
}
