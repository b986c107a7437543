import { startTransition, useEffect, useState } from 'react'

/**
 * Whether what is there may be drawn: a moment later, and then in small steps, between which the page answers. What was
 * there when the component came is drawn with it, once the app is open.
 */
export function useInSteps(isThere: boolean, isAtOnce = isThere): boolean {
  const [isDrawn, setDrawn] = useState(() => isAtOnce && document.documentElement.dataset['opening'] === undefined)
  useEffect(() => {
    if (isThere && !isDrawn) startTransition(() => setDrawn(true))
  }, [isThere, isDrawn])
  return isThere && isDrawn
}
