import { useLayoutEffect, useState } from 'react'

type Growth<Item> = {
  /** What to show now. */
  shown: Item[]
  /** Something came in before what was there (or went from there). */
  isAtStart: boolean
  /** A new one when nothing of what was there is left. */
  generation: number
}
type Held<Item> = Growth<Item> & { items: Item[] }

/** A list that grows at both ends, one end at a time: so that who shows it can keep what is read in its place. */
export function useGrowth<Item extends { id: string }>(items: Item[]): Growth<Item> {
  const [held, setHeld] = useState<Held<Item>>({ items, shown: items, isAtStart: false, generation: 0 })
  const next = held.items === items ? held : { ...grown(held, items), items }
  if (next !== held) setHeld(next)

  useLayoutEffect(() => {
    // oxlint-disable-next-line react/set-state-in-effect -- the other end follows before anything is painted
    if (held.shown !== held.items) setHeld({ ...held, shown: held.items, isAtStart: false })
  }, [held])
  return next
}

function grown<Item extends { id: string }>({ shown, generation }: Growth<Item>, items: Item[]): Growth<Item> {
  const first = shown[0]
  const last = shown.at(-1)
  const isSameStart = !first || !last || items[0]?.id === first.id
  if (isSameStart) return { shown: items, isAtStart: false, generation }
  const start = items.findIndex(({ id }) => id === first.id)
  const end = items.findIndex(({ id }) => id === last.id)
  if (start > 0 && end >= start) {
    const isBoth = end < items.length - 1
    return { shown: isBoth ? items.slice(0, end + 1) : items, isAtStart: true, generation }
  }
  const isShorter = items.length > 0 && shown.some(({ id }) => id === items[0]?.id)
  return { shown: items, isAtStart: isShorter, generation: isShorter ? generation : generation + 1 }
}
