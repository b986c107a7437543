import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import type { VirtualizerHandle } from 'virtua'
import type { ShownMessage } from '../live/shown.ts'
import type { useMessages } from '../live/useMessages.ts'
import { heldPlace } from './heldPlace.ts'
import { headPx, type Opening } from './opening.ts'
import { keepPlace, type Place } from './places.ts'
import type { Row } from './rows.ts'
import { onScrollOnPurpose } from './scrollOnPurpose.ts'

type Options = {
  rows: Row<ShownMessage>[]
  list: ReturnType<typeof useMessages>
  /** Changes when it is worth to ask again for what could not be loaded. */
  isOnline: boolean
  /** Changes when nothing of what was shown is left. */
  generation: number
  opening: Opening
  /** It is known where the new begins. */
  isOpen: boolean
  /** Changes when the list is to be shown at its opening anew. */
  visit: number
  chatId: string
  meId: string
  /** The numbers of the first and the last message in view, whenever these are looked up. */
  onReach: (first: number, last: number) => void
  /** The first and the last message in view, and whether the end is. */
  onView: (view: {
    first: Row<ShownMessage> | undefined
    last: Row<ShownMessage> | undefined
    isAtEnd: boolean
  }) => void
}

const endPx = 32
const aheadPx = 900
const mostFrames = 20
const overlapPx = 60

/** Opens the list at its place, keeps it there, keeps to the end when at the end, and loads what comes into reach. */
export function useListScroll(options: Options) {
  const { rows, list, isOnline, generation, opening, isOpen, visit, chatId, meId, onReach, onView } = options
  const { at: openAt } = opening
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useRef<VirtualizerHandle>(null)
  const isPlaced = useRef(false)
  const placedVisit = useRef(visit)
  const placedGeneration = useRef(generation)
  const keepsToEnd = useRef(openAt === undefined)
  const isStill = useRef(false)
  const placing = useRef(0)
  const rowsNow = useRef(rows)
  const last = useRef({ top: 0, room: '' })
  const isOnPurpose = useRef(false)
  /** Somebody has gone elsewhere since the list was shown. */
  const isMovedOn = useRef(false)
  const here = useRef<{ place: Place | undefined }>(undefined)
  const [held] = useState(heldPlace)
  const [isSettled, setSettled] = useState(false)
  const [isAtEnd, setAtEnd] = useState(openAt === undefined)

  function moveOn() {
    isOnPurpose.current = true
    isMovedOn.current = true
  }

  function toEnd() {
    const { current: element } = scroller
    keepsToEnd.current = true
    if (element) element.scrollTop = element.scrollHeight
  }

  function place(index: number, offset = opening.offset) {
    const { current: element } = scroller
    const { current: items } = virtual
    if (index === -1) return toEnd()
    if (element && items) element.scrollTop = headPx + items.getItemOffset(index) + offset
  }

  function show(index: number, offset: number) {
    keepsToEnd.current = false
    isMovedOn.current = true
    placing.current++
    virtual.current?.scrollToIndex(index, { align: 'start', offset })
    setStill()
  }

  function turnPage(step: -1 | 1) {
    const { current: element } = scroller
    moveOn()
    element?.scrollBy({ top: step * (element.clientHeight - overlapPx) })
  }

  /**
   * What is measured moves what stands above the place. Nothing is shown, and no more is loaded, before that is over; the
   * message may come to stand elsewhere among the rows meanwhile. Without one, it is the end. Whoever asks to be shown
   * something else goes there.
   */
  function placeUntilStill(id: string | undefined, before = '', frame = 0, turn = ++placing.current) {
    requestAnimationFrame(() => {
      const { current: element } = scroller
      if (!element || placing.current !== turn) return
      const index = id === undefined ? -1 : rowsNow.current.findIndex(({ message }) => message.id === id)
      const isGone = id !== undefined && index === -1
      if (!isGone) place(index)
      const measured = `${element.scrollTop} ${element.scrollHeight}`
      if (!isGone && measured !== before && frame <= mostFrames) return placeUntilStill(id, measured, frame + 1, turn)
      setStill()
    })
  }

  function setStill() {
    isStill.current = true
    setSettled(true)
    lookAgain()
  }

  function look() {
    const { current: element } = scroller
    const { current: items } = virtual
    if (!element || !items || !isStill.current) return
    const { scrollTop, clientHeight } = element
    const below = belowOf(element)
    const isEnd = below < endPx && !list.hasLater
    setAtEnd(isEnd)
    const isLoading = list.isLoadingEarlier || list.isLoadingLater
    if (!isLoading && scrollTop < aheadPx && list.hasEarlier) list.loadEarlier()
    else if (!isLoading && below < aheadPx && list.hasLater) list.loadLater()
    const highest = items.findItemIndex(scrollTop + 4)
    const first = rows[highest]
    const offset = Math.round(scrollTop - headPx - items.getItemOffset(highest))
    here.current = { place: isEnd || !first ? undefined : { number: first.message.number, offset } }
    const lowest = items.findItemIndex(scrollTop + clientHeight)
    const lowestEnd = headPx + items.getItemOffset(lowest) + items.getItemSize(lowest)
    const isWhole = lowestEnd <= scrollTop + clientHeight + endPx
    if (!isLoading && first && rows[lowest]) onReach(first.message.number, rows[lowest].message.number)
    onView({ first, last: isEnd ? rows.at(-1) : rows[isWhole ? lowest : lowest - 1], isAtEnd: isEnd })
  }

  function onScroll() {
    const { current: element } = scroller
    if (!element) return
    const { scrollTop, scrollHeight, clientHeight } = element
    const below = belowOf(element)
    const isUpwards = scrollTop < last.current.top - 1
    const room = `${scrollHeight} ${clientHeight}`
    // What is measured or resized moves the list too: that alone is nobody's wish to leave the end.
    const isLayout = room !== last.current.room && !isOnPurpose.current
    last.current = { top: scrollTop, room }
    if (below < 1) keepsToEnd.current = !list.hasLater
    else if (isUpwards && isOnPurpose.current) keepsToEnd.current = false
    else if (below < endPx) keepsToEnd.current = !list.hasLater
    else if (isUpwards && !isLayout) keepsToEnd.current = false
    else if (keepsToEnd.current) toEnd()
    look()
  }

  /** Rows have new heights, and stand where these bring them. */
  function onResize() {
    const { current: element } = scroller
    // Whoever is leaving the end by a key or a wheel is not brought back before the list says that it has moved.
    if (keepsToEnd.current && !isOnPurpose.current) toEnd()
    else if (element && isStill.current && !keepsToEnd.current) held.keep(element)
  }

  function keep() {
    if (here.current) keepPlace(chatId, here.current.place)
  }

  function onScrollEnd() {
    const { current: element } = scroller
    isOnPurpose.current = false
    keep()
    if (element && belowOf(element) < endPx) keepsToEnd.current = !list.hasLater
  }

  const lastId = rows.at(-1)?.message.id
  const settle = useEffectEvent((shown: Row<ShownMessage>[]) => {
    if (shown.length === 0) return
    const hasMoved = placedVisit.current !== visit
    if (hasMoved) {
      placedVisit.current = visit
      isPlaced.current = false
      isMovedOn.current = false
      keepsToEnd.current = openAt === undefined
      isStill.current = false
      setSettled(false)
    }
    if (placedGeneration.current !== generation && !hasMoved && isPlaced.current) {
      placedGeneration.current = generation
      toEnd()
      placeUntilStill(undefined)
    } else if (!isPlaced.current && !(isStill.current && isMovedOn.current)) {
      placedGeneration.current = generation
      const index = openAt === undefined ? -1 : shown.findIndex(({ message: { number } }) => number >= openAt)
      // What was kept may end before it, and what is new is on its way.
      isPlaced.current = openAt === undefined || index !== -1
      keepsToEnd.current = index === -1
      isStill.current = false
      place(index)
      placeUntilStill(shown[index]?.message.id)
    } else if (keepsToEnd.current) toEnd()
    look()
  })
  const followOwn = useEffectEvent((id: string) => {
    const last = rows.at(-1)?.message
    const isJustSaid = last?.id === id && last.sender.id === meId && last.state !== 'stored'
    if (isPlaced.current && isJustSaid) toEnd()
  })
  const lookAgain = useEffectEvent(look)
  const follow = useEffectEvent(() => {
    if (keepsToEnd.current) toEnd()
    look()
  })
  const keepNow = useEffectEvent(keep)

  // What is measured has its height in the page some frames later: only the page itself knows when, and says so before it is painted.
  useLayoutEffect(() => {
    const { current: element } = scroller
    const observer = new ResizeObserver(() => follow())
    for (const one of element ? [element, ...element.children] : []) observer.observe(one)
    return () => observer.disconnect()
  }, [visit, generation])
  useEffect(() => onScrollOnPurpose(moveOn), [])
  useLayoutEffect(() => {
    const [first] = rowsNow.current
    if (first && first.message.id !== rows[0]?.message.id) held.growsBefore(first.message.number)
    rowsNow.current = rows
    settle(rows)
  }, [rows, visit, held])
  useLayoutEffect(() => {
    if (lastId !== undefined) followOwn(lastId)
  }, [lastId])
  useEffect(() => {
    const onHide = () => keepNow()
    addEventListener('pagehide', onHide)
    return () => {
      removeEventListener('pagehide', onHide)
      onHide()
    }
  }, [])
  // What could not be loaded without a connection is asked for with one; what is in view counts once it is known what is new.
  useEffect(() => {
    if ((isOnline || isOpen) && isSettled) lookAgain()
  }, [isOnline, isOpen, isSettled])

  return {
    scroller,
    virtual,
    isAtEnd,
    isSettled,
    hasMovedOn: () => isMovedOn.current,
    toEnd() {
      isMovedOn.current = true
      toEnd()
    },
    placeNow: () => here.current?.place,
    show,
    turnPage,
    onScroll,
    onScrollEnd,
    onResize,
    heldRef: held.ref,
  }
}

/** How much of the list is below what is in view. */
function belowOf({ scrollTop, scrollHeight, clientHeight }: HTMLElement): number {
  return scrollHeight - clientHeight - scrollTop
}
