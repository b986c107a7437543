type Held = { element: Element; y: number; frame: ReturnType<typeof frameNow> }

/**
 * Keeps what is read where it is while messages change their heights: the list makes up for those wholly above the
 * edge only, and not always for just these. To be created before the list is, so that it hears of a height first,
 * before anything has moved by it.
 */
export function heldPlace() {
  let held: Held | undefined
  let formerFirst: number | undefined
  const observer = new ResizeObserver(([entry]) => {
    if (held?.frame !== frameNow()) held = heldIn(entry?.target.closest('[role="log"]'), formerFirst)
    formerFirst = undefined
  })

  return {
    /** For what is as high as a message is. */
    ref(element: Element | null) {
      if (!element) return undefined
      observer.observe(element)
      return () => observer.unobserve(element)
    },
    /** Messages have come before the one that was the first: it loses its date and its name, and keeps its end. */
    growsBefore(number: number) {
      formerFirst = number
    },
    /** The list has moved its messages by their new heights. */
    keep(list: Element) {
      if (held?.frame !== frameNow() || !held.element.isConnected) return
      const { top, bottom } = held.element.getBoundingClientRect()
      const edge = list.getBoundingClientRect().top
      const moved = top - held.y
      const isGone = bottom - moved < edge
      if (isGone || Math.abs(moved) >= 1) list.scrollBy({ top: isGone ? top - edge : moved, behavior: 'instant' })
    },
  }
}

/** What the reader looks at: the first message that begins in the upper half of the list; the one before, of which the edge cuts the beginning, where that is all that is there, or he is busy in it. */
function heldIn(list: Element | null | undefined, formerFirst: number | undefined): Held | undefined {
  if (!list) return undefined
  const { top, height } = list.getBoundingClientRect()
  const messages = [...list.querySelectorAll('[data-index]')]
  const begins = messages.findIndex((message) => topOf(message) >= top)
  const index = begins === -1 ? messages.length : begins
  const cut = messages[index - 1]
  const whole = messages.slice(index, index + 2).find((message) => !message.matches(`[data-number="${formerFirst}"]`))
  const isWholeHeld = whole && topOf(whole) < top + height / 2
  const isBusy = cut?.contains(document.activeElement)
  const held = isWholeHeld && !isBusy ? whole : cut
  if (!held) return undefined
  return { element: held, y: topOf(held), frame: frameNow() }
}

function topOf(element: Element): number {
  return element.getBoundingClientRect().top
}

/** The same all through a frame. */
function frameNow() {
  return document.timeline.currentTime
}
