type Way = { element: Element; steps: { place: Element; index: number }[] }

const stops = 'a[href], button:enabled, input:enabled, textarea:enabled, [tabindex="0"]'
const wholes = 'ul, [role="list"], form, section, aside, main'

/** The way down to what last had the focus in each layer of the page, the newest layer last. */
const ways = new Map<Element, Way>()
let last: Element | undefined
let isByKeys = true
let isKept = false
let isLooking = false

/** Whoever acts with keys keeps the place: where something goes that has the focus, the nearest there is gets it. */
export function keepFocus() {
  if (isKept) return
  isKept = true
  // A pointer may have been used before.
  isByKeys = !document.querySelector(':focus:not(:focus-visible)')
  addEventListener('keydown', () => (isByKeys = true), true)
  addEventListener('pointerdown', () => (isByKeys = false), true)
  addEventListener('focusin', remember)
  remember()
  const observer = new MutationObserver(look)
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ['disabled'] })
}

function remember() {
  const { activeElement, body } = document
  if (!activeElement || activeElement === body) return
  last = activeElement
  const steps: Way['steps'] = []
  let child = activeElement
  for (let place = child.parentElement; place && place !== body; place = child.parentElement) {
    steps.push({ place, index: [...place.children].indexOf(child) })
    child = place
  }
  ways.delete(child)
  ways.set(child, { element: activeElement, steps })
}

/** Not at once: what goes may itself say where the focus is to be. */
function look() {
  if (isLooking || !isByKeys) return
  isLooking = true
  requestAnimationFrame(() => {
    isLooking = false
    if (isLost()) giveBack()
  })
}

/** Nothing is lost when somebody leaves the page for the browser: what had the focus is still there. */
function isLost(): boolean {
  const { activeElement, body } = document
  if (!last || (activeElement && activeElement !== body && activeElement !== last)) return false
  return !isThere(last)
}

function isThere(element: Element): boolean {
  return element.checkVisibility() && !element.matches(':disabled')
}

function giveBack() {
  for (const [layer, way] of [...ways].toReversed()) {
    const found = nearest(way)
    if (found) return take(found)
    ways.delete(layer)
  }
  const main = document.querySelector('main')
  if (main) take(main)
}

/**
 * What came into its place, else what follows, else what was before; else the whole of which it was a part.
 * Where all of a place is another, it begins anew.
 */
function nearest({ element, steps }: Way): Element | undefined {
  if (isThere(element)) return element
  for (const { place, index } of steps) {
    if (place.matches('main, :has(main)')) return undefined
    if (!place.isConnected) continue
    const children = [...place.children]
    for (const child of [...children.slice(index), ...children.slice(0, index).toReversed()]) {
      const found = [child, ...child.querySelectorAll(stops)].find(isStop)
      if (found) return found
    }
    if (place.matches(wholes) && place.firstElementChild && place.checkVisibility()) return place
  }
  return undefined
}

function isStop(element: Element): boolean {
  return element.matches(stops) && (element as HTMLElement).tabIndex >= 0 && isThere(element)
}

function take(element: Element) {
  if (!(element instanceof HTMLElement)) return
  if (!element.matches(stops) && !element.hasAttribute('tabindex')) element.tabIndex = -1
  element.focus()
}
