import { t } from '@lingui/core/macro'
import { type ComponentType, lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { ErrorBoundary } from 'react-error-boundary'
import { tellNote } from './toasts.ts'

const startMs = 2000
const waiting: (() => Promise<unknown>)[] = []

type Loadable = { load: () => Promise<unknown>; isLoaded: () => boolean }
type When = { isSoon?: boolean; isRare?: boolean }
type Props = { fallback?: ReactNode; onFault?: () => void; children: ReactNode }

/**
 * A component that is loaded when it is wanted for the first time, or before that when the browser has nothing to do.
 * Once it is there it is shown at once, without a moment of its fallback. `isSoon` loads it beside the page, `isRare` only
 * when it is wanted.
 */
export function lazily<Own extends object>(
  load: () => Promise<ComponentType<Own>>,
  { isSoon = false, isRare = false }: When = {},
): ComponentType<Own> & Loadable {
  let loaded: ComponentType<Own> | undefined
  const fetch = async () => (loaded = await load())
  const late = lazy(async () => ({ default: await fetch() })) as unknown as ComponentType<Own>
  if (isSoon) fetch().catch(() => waiting.push(fetch))
  else if (!isRare) waiting.push(fetch)

  function Lazily(props: Own) {
    const [Shown] = useState(() => loaded ?? late)
    return <Shown {...props} />
  }
  return Object.assign(Lazily, { load: fetch, isLoaded: () => loaded !== undefined })
}

/** Whether it is there, or cannot be. Whoever waits for it himself does without the 300 ms that React shows a fallback at least. */
export function useLoaded(wanted: Loadable | undefined): boolean {
  const [settled, setSettled] = useState<Loadable>()
  useEffect(() => {
    const settle = () => setSettled(() => wanted)
    if (wanted && !wanted.isLoaded()) wanted.load().then(settle, settle)
  }, [wanted])
  return wanted !== undefined && (wanted.isLoaded() || settled === wanted)
}

/**
 * Around what is loaded late. When that fails the rest of the page stays, and is told so: a browser that could not load a
 * script once does not try it again in the same page.
 */
export function Late({ fallback = null, onFault, children }: Props) {
  function onError() {
    tellNote({
      id: 'late',
      title: t`That could not be loaded.`,
      text: t`Unsent messages in chats are kept.`,
      verb: t`Reload`,
      onChoose: () => location.reload(),
    })
    onFault?.()
  }
  return (
    <ErrorBoundary fallback={fallback} onError={onError}>
      <Suspense fallback={fallback}>{children}</Suspense>
    </ErrorBoundary>
  )
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
