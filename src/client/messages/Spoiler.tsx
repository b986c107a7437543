import { t } from '@lingui/core/macro'
import { type KeyboardEvent, type ReactNode, type SyntheticEvent, useState } from 'react'
import { useRowTabIndex } from './rowStop.ts'

/** Words that are hidden until somebody wants to read them: from the eye, from the ear, and from the pointer. */
export function Spoiler({ children }: { children: ReactNode }) {
  const [isShown, setShown] = useState(false)
  const tabIndex = useRowTabIndex()
  if (isShown) return <span className="rounded-xs bg-hover px-0.75">{children}</span>

  function show({ currentTarget }: SyntheticEvent<HTMLElement>) {
    // What is pressed goes, and would take the focus with it.
    currentTarget.closest<HTMLElement>('[role="article"]')?.focus({ preventScroll: true })
    setShown(true)
  }
  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    show(event)
  }

  return (
    // A button would not break across lines as words do.
    <span
      role="button"
      tabIndex={tabIndex}
      aria-label={t`Hidden words. Show them`}
      data-tip={t`Show the hidden words`}
      onClick={show}
      onKeyDown={onKeyDown}
      className="cursor-pointer rounded-xs bg-ink-3 box-decoration-clone px-0.75 transition-colors hover:bg-ink-2"
    >
      <span inert aria-hidden className="opacity-0 select-none">
        {children}
      </span>
    </span>
  )
}
