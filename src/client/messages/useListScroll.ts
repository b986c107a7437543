import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import type { VirtualizerHandle } from 'virtua'
import type { ShownMessage } from '../live/shown.ts'
import type { useMessages } from '../live/useMessages.ts'
import type { Opening } from './opening.ts'
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
  meId: string
  /** The first and the last message in view, and whether the end is. */
  onView: (view: {
    first: Row<ShownMessage> | undefined
    last: Row<ShownMessage> | undefined
    isAtEnd: boolean
  }) => void
}

const endPx = 32
const aheadPx = 900
const marginPx = 88
const mostFrames = 20
/** As high as the beginning of a chat, and as what stands there while earlier messages are loaded: nothing moves. */
export const headPx = 148

/** Opens the list at its place, keeps it there, keeps to the end when at the end, and loads what comes into reach. */
export function useListScroll({ rows, list, isOnline, generation, opening, meId, onView }: Options) {
  const { at: openAt, why } = opening
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useRef<VirtualizerHandle>(null)
  const isPlaced = useRef(false)
  const placedGeneration = useRef(generation)
  const keepsToEnd = useRef(openAt === undefined)
  const last = useRef({ top: 0, room: '' })
  const isOnPurpose = useRef(false)
  const [isSettled, setSettled] = useState(false)
  const [isAtEnd, setAtEnd] = useState(openAt === undefined)

  function toEnd() {
    const { current: element } = scroller
    keepsToEnd.current = true
    if (element) element.scrollTop = element.scrollHeight
  }

  function place(index: number) {
    const { current: element } = scroller
    const { current: items } = virtual
    if (index === -1) return toEnd()
    const margin = why === 'left' ? 0 : marginPx
    if (element && items) element.scrollTop = headPx + items.getItemOffset(index) - margin
  }

  /** What is measured moves what stands above the place. Nothing is shown before that is over. */
  function placeUntilStill(index: number, before = '', frame = 0) {
    requestAnimationFrame(() => {
      const { current: element } = scroller
      if (!element) return
      place(index)
      const now = `${element.scrollTop} ${element.scrollHeight}`
      if (now === before || frame > mostFrames) setSettled(true)
      else placeUntilStill(index, now, frame + 1)
    })
  }

  function look() {
    const { current: element } = scroller
    const { current: items } = virtual
    if (!element || !items || !isSettled) return
    const { scrollTop, scrollHeight, clientHeight } = element
    const below = scrollHeight - clientHeight - scrollTop
    const isEnd = below < endPx && !list.hasLater
    setAtEnd(isEnd)
    const isLoading = list.isLoadingEarlier || list.isLoadingLater
    if (!isLoading && scrollTop < aheadPx && list.hasEarlier) list.loadEarlier()
    else if (!isLoading && below < aheadPx && list.hasLater) list.loadLater()
    const first = rows[items.findItemIndex(scrollTop + 4)]
    const lowest = items.findItemIndex(scrollTop + clientHeight)
    const lowestEnd = headPx + items.getItemOffset(lowest) + items.getItemSize(lowest)
    const isWhole = lowestEnd <= scrollTop + clientHeight + endPx
    onView({ first, last: isEnd ? rows.at(-1) : rows[isWhole ? lowest : lowest - 1], isAtEnd: isEnd })
  }

  function onScroll() {
    const { current: element } = scroller
    if (!element) return
    const { scrollTop, scrollHeight, clientHeight } = element
    const below = scrollHeight - clientHeight - scrollTop
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

  function onScrollEnd() {
    const { current: element } = scroller
    isOnPurpose.current = false
    if (element && isNearEnd(element)) keepsToEnd.current = !list.hasLater
  }

  function onResize() {
    if (keepsToEnd.current) toEnd()
    look()
  }

  const lastId = rows.at(-1)?.message.id
  const settle = useEffectEvent((shown: Row<ShownMessage>[]) => {
    if (shown.length === 0) return
    if (placedGeneration.current !== generation) {
      placedGeneration.current = generation
      toEnd()
      placeUntilStill(-1)
    } else if (!isPlaced.current) {
      isPlaced.current = true
      const index = openAt === undefined ? -1 : shown.findIndex(({ message: { number } }) => number >= openAt)
      place(index)
      placeUntilStill(index)
    } else if (keepsToEnd.current) toEnd()
    look()
  })
  const followOwn = useEffectEvent((id: string) => {
    const last = rows.at(-1)?.message
    const isJustSaid = last?.id === id && last.sender.id === meId && last.state !== 'stored'
    if (isPlaced.current && isJustSaid) toEnd()
  })
  const lookAgain = useEffectEvent(look)

  useEffect(() => onScrollOnPurpose(() => (isOnPurpose.current = true)), [])
  useLayoutEffect(() => settle(rows), [rows])
  useLayoutEffect(() => {
    if (lastId !== undefined) followOwn(lastId)
  }, [lastId])
  // What could not be loaded without a connection is asked for with one.
  useEffect(() => {
    if (isOnline && isSettled) lookAgain()
  }, [isOnline, isSettled])

  return { scroller, virtual, isAtEnd, isSettled, toEnd, onScroll, onScrollEnd, onResize }
}

function isNearEnd({ scrollTop, scrollHeight, clientHeight }: HTMLElement): boolean {
  return scrollHeight - clientHeight - scrollTop < endPx
}
