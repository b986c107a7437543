import { type ComponentType, lazy, useState } from 'react'

const startMs = 2000
const waiting: (() => Promise<unknown>)[] = []

/**
 * A component that is loaded when it is wanted for the first time, or before that when the browser has nothing to do.
 * Once it is there it is shown at once, without a moment of its fallback. `isSoon` loads it beside the page.
 */
export function lazily<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  { isSoon = false } = {},
): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined
  const fetch = async () => (loaded = await load())
  const Late = lazy(async () => ({ default: await fetch() })) as unknown as ComponentType<Props>
  if (isSoon) fetch().catch(() => waiting.push(fetch))
  else waiting.push(fetch)
  return function Lazily(props: Props) {
    const [Shown] = useState(() => loaded ?? Late)
    return <Shown {...props} />
  }
}

/** Loads one after another what may be wanted next. Who pays for every byte is left in peace. */
export function preloadWhenIdle(): () => void {
  const isDear = 'connection' in navigator && Boolean((navigator.connection as { saveData?: boolean }).saveData)
  if (isDear) return () => undefined
  const over = new AbortController()
  const idle = globalThis.requestIdleCallback ?? ((next: () => void) => setTimeout(next, 50))
  const next = async () => {
    while (!over.signal.aborted && waiting.length > 0) {
      // What could not be loaded now is asked for again when it is wanted.
      await waiting
        .shift()?.()
        .catch(() => undefined)
      await new Promise<void>((resolve) => idle(() => resolve()))
    }
  }
  const timer = setTimeout(() => void next(), startMs)
  return () => {
    over.abort()
    clearTimeout(timer)
  }
}
