import { useEffect } from 'react'

const keyboardPx = 120

/** Keeps `--visible-height` at what a keyboard on the screen leaves, where the browser lays the keyboard over the page. */
export function useVisibleHeight() {
  useEffect(() => {
    const { visualViewport: viewport } = window
    if (!viewport) return
    const { style } = document.documentElement
    const measure = () => {
      const isCovered = innerHeight - viewport.height > keyboardPx && viewport.scale < 1.1
      if (isCovered) style.setProperty('--visible-height', `${viewport.height}px`)
      else style.removeProperty('--visible-height')
      if (isCovered) scrollTo(0, 0)
    }
    viewport.addEventListener('resize', measure)
    return () => viewport.removeEventListener('resize', measure)
  }, [])
}
