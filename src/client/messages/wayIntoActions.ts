export type WayIn = {
  /** True when the key is kept for what is awaited. */
  takes: (key: string) => boolean
}

const mostFrames = 180

/**
 * What can be done with a message is loaded when it is wanted for the first time. Whoever presses Tab before it is there
 * comes to it when it is, and what he presses next is pressed then.
 */
export function wayIntoActions(article: HTMLElement): WayIn | undefined {
  const awaited = () => [...article.querySelectorAll<HTMLElement>('a[href], button')].find(isVisible)
  if (awaited() || !article.matches('[data-acts]') || matchMedia('(hover: none)').matches) return undefined
  let isOver = false
  let isPressed = false

  function wait(frame: number) {
    const action = awaited()
    isOver = action !== undefined || document.activeElement !== article || frame > mostFrames
    if (!isOver) requestAnimationFrame(() => wait(frame + 1))
    else if (action && document.activeElement === article) {
      action.focus()
      if (isPressed) action.click()
    }
  }
  wait(0)

  return {
    takes(key) {
      if (isOver || !['Tab', 'Enter', ' '].includes(key)) return false
      isPressed ||= key !== 'Tab'
      return true
    },
  }
}

function isVisible(element: HTMLElement): boolean {
  return element.checkVisibility({ visibilityProperty: true })
}
