import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react'
import type { VirtualizerHandle } from 'virtua'
import type { ShownMessage } from '../live/shown.ts'
import type { Row } from './rows.ts'
import { type WayIn, wayIntoActions } from './wayIntoActions.ts'

type Options = {
  rows: Row<ShownMessage>[]
  scroller: RefObject<HTMLElement | null>
  virtual: RefObject<VirtualizerHandle | null>
  onFirst: () => void
  onLatest: () => void
  onLeave: () => void
}

const mostFrames = 60

/** Walks the messages with the arrows, Page keys, Home and End; Escape leaves them. One of them is the stop for Tab. */
export function useListKeys({ rows, scroller, virtual, onFirst, onLatest, onLeave }: Options) {
  const [chosenId, setChosenId] = useState<string>()
  /** Where the focus goes as soon as the row is there. Keys that come before step on from it. */
  const wanted = useRef<number>(undefined)
  const hadFocus = useRef(false)
  const wayIn = useRef<WayIn>(undefined)
  const chosenIndex = chosenId === undefined ? -1 : rows.findIndex(({ message }) => message.id === chosenId)
  const stopIndex = chosenIndex === -1 ? rows.length - 1 : chosenIndex

  function rowOf(number: number | undefined) {
    return scroller.current?.querySelector<HTMLElement>(`[data-number="${number}"]`)
  }

  function focusWhenThere(frame = 0) {
    const { current: number } = wanted
    if (number === undefined) return
    const row = rowOf(number)
    if (row?.checkVisibility({ visibilityProperty: true })) {
      wanted.current = undefined
      row.focus({ preventScroll: true })
    } else if (frame < mostFrames) requestAnimationFrame(() => focusWhenThere(frame + 1))
    else wanted.current = undefined
  }

  /** When the message is there, which may take some frames. */
  function focusNumber(number: number) {
    const isWaiting = wanted.current !== undefined
    wanted.current = number
    if (!isWaiting) focusWhenThere()
  }

  /** The nearest there is. */
  function focusAt(asked: number) {
    const index = Math.min(Math.max(asked, 0), rows.length - 1)
    const message = rows[index]?.message
    if (!message) return
    setChosenId(message.id)
    const row = rowOf(message.number)
    // The list's own way keeps on correcting for a moment, against what a person does next: only for what is not there yet.
    if (row?.checkVisibility({ visibilityProperty: true })) row.scrollIntoView({ block: 'nearest' })
    else virtual.current?.scrollToIndex(index, { align: 'nearest' })
    focusNumber(message.number)
  }

  function pageFrom(index: number, step: -1 | 1): number {
    const { current: items } = virtual
    if (!items) return index
    const to = items.getItemOffset(index) + step * 0.9 * items.viewportSize - items.getItemOffset(0)
    let next = index
    while (rows[next + step] && (items.getItemOffset(next + step) - items.getItemOffset(0) - to) * step <= 0)
      next += step
    return next === index ? index + step : next
  }

  function indexOf(number: number | undefined): number | undefined {
    const index = rows.findIndex(({ message }) => message.number === number)
    return index === -1 ? undefined : index
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const { target, key, currentTarget } = event
    if (event.defaultPrevented || !(target instanceof HTMLElement) || !currentTarget.contains(target)) return
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest('textarea, input')) return
    const article = target.closest<HTMLElement>('[data-index]')
    if (key === 'Escape') return onLeave()
    if (!article || target !== article) return
    if (key === 'Tab' && !event.shiftKey) wayIn.current = wayIntoActions(article)
    if (wayIn.current?.takes(key)) return event.preventDefault()
    const from = indexOf(wanted.current) ?? Number(article.dataset['index'])
    const moves: Record<string, () => void> = {
      ArrowUp: () => focusAt(from - 1),
      ArrowDown: () => focusAt(from + 1),
      PageUp: () => focusAt(pageFrom(from, -1)),
      PageDown: () => focusAt(pageFrom(from, 1)),
      Home: onFirst,
      End: onLatest,
    }
    const move = moves[key]
    if (!move) return
    event.preventDefault()
    move()
  }

  // A row that goes takes the focus with it: the next best one takes it over.
  useEffect(() => {
    const { activeElement, body } = document
    if (activeElement !== body) hadFocus.current = scroller.current?.contains(activeElement) === true
    else if (hadFocus.current && wanted.current === undefined) {
      hadFocus.current = false
      rowOf(rows[stopIndex]?.message.number)?.focus({ preventScroll: true })
    }
  })

  return {
    stopIndex,
    focusNumber,
    listKeys: {
      onKeyDown,
      onFocus({ target, relatedTarget }: FocusEvent) {
        hadFocus.current = true
        const row = target.closest<HTMLElement>('[data-index]')
        const id = rows[Number(row?.dataset['index'])]?.message.id
        if (id !== undefined) setChosenId(id)
        if (row && row !== target && isWayBack(relatedTarget, target)) row.focus()
      },
      onBlur: ({ relatedTarget }: { relatedTarget: EventTarget | null }) =>
        (hadFocus.current = relatedTarget === null && hadFocus.current),
    },
  }
}

/** By a key from what stands below the messages: one comes to the message, and not to what is in it. */
function isWayBack(from: Element | null, to: Element): boolean {
  const isBelow = from?.closest('main') && to.compareDocumentPosition(from) === Node.DOCUMENT_POSITION_FOLLOWING
  return Boolean(isBelow) && to.matches(':focus-visible:not(textarea)')
}
