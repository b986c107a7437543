import { type RefCallback, useCallback, useEffectEvent, useState } from 'react'
import { preferences } from '../settings/preferences.ts'
import { actionsOf, reactKey, type Verbs } from './actions.ts'
import { keyOf } from './keyOf.ts'

/** Where a menu was asked for, and at which message. */
export type Spot = { article: HTMLElement; getBoundingClientRect: () => DOMRect }

/**
 * What pointer and keys do with a message: what can be done with it is made once somebody comes near, a single key does
 * it while the message has the focus, and the menu opens where it is asked for.
 */
export function useMessageRow(verbs: Verbs, canAct: boolean) {
  const [isNear, setNear] = useState(false)
  const [isReacting, setReacting] = useState(false)
  const [spot, setSpot] = useState<Spot>()

  const act = useEffectEvent((event: KeyboardEvent) => {
    const isAlone = preferences().singleKeys && !event.ctrlKey && !event.metaKey && !event.altKey
    if (!canAct || !isAlone || event.target !== event.currentTarget || event.defaultPrevented) return
    const pressed = keyOf(event)
    const act =
      pressed === reactKey
        ? () => setReacting(true)
        : actionsOf(verbs).find(({ key }) => key.toLowerCase() === pressed)?.act
    if (!act) return
    event.preventDefault()
    act()
  })

  const open = useEffectEvent((event: MouseEvent) => {
    const { target, currentTarget: article } = event
    const isTouch = event instanceof PointerEvent && event.pointerType === 'touch'
    const isSelected = !getSelection()?.isCollapsed
    const isForBrowser =
      target instanceof Element && target.closest('a, textarea, input, pre, [role="dialog"]') !== null
    if (!canAct || isTouch || isSelected || isForBrowser || event.shiftKey || !(article instanceof HTMLElement)) return
    event.preventDefault()
    // For a key the browser says the middle of the message.
    const isKey = event.button !== 2 && !event.ctrlKey
    const { x, width } = (article.querySelector('[dir="auto"]') ?? article).getBoundingClientRect()
    const { y, height } = article.getBoundingClientRect()
    const at = isKey ? new DOMRect(x, y, width, height) : new DOMRect(event.clientX, event.clientY)
    setSpot({ article, getBoundingClientRect: () => at })
  })

  const row: RefCallback<HTMLElement> = useCallback((element) => {
    const article = element?.closest<HTMLElement>('[role="article"]')
    const come = () => setNear(true)
    const listeners = [
      ['pointerover', come],
      ['focusin', come],
      ['keydown', (event: Event) => act(event as KeyboardEvent)],
      ['contextmenu', (event: Event) => open(event as MouseEvent)],
    ] as const
    for (const [name, listener] of listeners) article?.addEventListener(name, listener)
    return () => {
      for (const [name, listener] of listeners) article?.removeEventListener(name, listener)
    }
    // oxlint-disable-next-line react/exhaustive-deps -- what the events do is always the newest
  }, [])

  return { row, isNear, isReacting, setReacting, spot, closeMenu: () => setSpot(undefined) }
}
