import { useEffect, useState } from 'react'
import { nameOfKey } from './keyNames.ts'

type Tip = { text: string; keys: string | undefined; top: number; left: number }

const delayMs = 400

/** Shows what a button does, for every element with `data-tip`, when the pointer or the keyboard rests on it. */
export function Tips() {
  const [tip, setTip] = useState<Tip>()

  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout> | undefined
    const hide = () => {
      clearTimeout(waiting)
      setTip(undefined)
    }
    const show = (event: Event) => {
      hide()
      const element = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-tip]') : null
      const isTouched = event instanceof PointerEvent && event.pointerType !== 'mouse'
      const isUnseen = event.type === 'focusin' && !element?.matches(':focus-visible')
      if (!element || isTouched || isUnseen) return
      waiting = setTimeout(() => element.isConnected && setTip(tipOf(element)), delayMs)
    }
    const events = [
      ['pointerover', show],
      ['focusin', show],
      ['focusout', hide],
      ['pointerdown', hide],
      ['keydown', hide],
      ['scroll', hide],
    ] as const
    for (const [name, listener] of events) document.addEventListener(name, listener, true)
    return () => {
      clearTimeout(waiting)
      for (const [name, listener] of events) document.removeEventListener(name, listener, true)
    }
  }, [])

  if (!tip) return null
  return (
    <div
      aria-hidden
      style={{ top: tip.top, left: tip.left }}
      className="pointer-events-none fixed z-50 flex w-max max-w-64 -translate-x-1/2 animate-appear items-center gap-2 rounded-s bg-ink px-2 py-1 text-xs font-medium text-paper"
    >
      {tip.text}
      {tip.keys && <kbd className="font-sans opacity-70">{nameOfKey(tip.keys).sign}</kbd>}
    </div>
  )
}

/** Below the element where there is room, else above; never over the edge of the window. */
function tipOf(element: HTMLElement): Tip {
  const { top, bottom, left, width } = element.getBoundingClientRect()
  const text = element.dataset['tip'] ?? ''
  const half = Math.min(128, text.length * 3.5 + 16)
  const middle = Math.min(Math.max(left + width / 2, half), innerWidth - half)
  const isLow = bottom + 40 > innerHeight
  return { text, keys: element.dataset['keys'], left: middle, top: isLow ? top - 30 : bottom + 6 }
}
