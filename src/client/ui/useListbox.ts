import { type KeyboardEvent, useEffect, useEffectEvent, useId, useRef, useState } from 'react'
import { isComposing } from './TypeArea.tsx'

type Options = {
  /** One for each option, in order. */
  keys: string[]
  /** Nothing more comes: without it, Enter in an empty list waits for what does. */
  isSettled: boolean
  onChoose: (index: number) => void
}

/** A field with a list under it: the arrows move in the list while the typing goes on. */
export function useListbox({ keys, isSettled, onChoose }: Options) {
  const id = useId()
  const [activeKey, setActiveKey] = useState<string>()
  const active = Math.max(0, keys.indexOf(activeKey ?? ''))
  const isAwaited = useRef(false)
  const chooseAwaited = useEffectEvent(() => {
    if (isAwaited.current && keys.length > 0) onChoose(0)
    isAwaited.current = false
  })
  const isThere = isSettled || keys.length > 0
  useEffect(() => {
    if (isThere) chooseAwaited()
  }, [isThere])

  function onKeyDown(event: KeyboardEvent) {
    if (isComposing(event)) return
    isAwaited.current = event.key === 'Enter' && !isThere
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined && keys.length > 0) {
      event.preventDefault()
      const next = (active + step + keys.length) % keys.length
      setActiveKey(keys[next])
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' })
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      if (keys.length > 0) onChoose(active)
    }
  }

  return {
    active,
    field: {
      role: 'combobox',
      'aria-expanded': true,
      'aria-controls': id,
      'aria-activedescendant': keys.length > 0 ? `${id}-${active}` : undefined,
      'aria-autocomplete': 'list',
      onKeyDown,
    } as const,
    list: { id, role: 'listbox' } as const,
    option: (index: number) =>
      ({
        id: `${id}-${index}`,
        role: 'option',
        tabIndex: -1,
        onPointerMove: () => setActiveKey(keys[index]),
        onClick: () => onChoose(index),
      }) as const,
  }
}
