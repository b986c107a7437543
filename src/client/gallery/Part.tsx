import { type ReactNode, useId, useState } from 'react'
import { Button } from '../ui/Button.tsx'

/** A heading with what stands under it. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="grid grid-cols-[minmax(0,1fr)] content-start gap-4">
      <h2 id={id} className="border-b border-line pb-1 font-strong">
        {title}
      </h2>
      {children}
    </section>
  )
}

export function Row({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-3">{children}</div>
}

/** Beside each other where there is room. */
export function Columns({ children }: { children: ReactNode }) {
  return <div className="grid grid-cols-2 items-start gap-4 phone:grid-cols-[minmax(0,1fr)]">{children}</div>
}

/** One state, by its name, in a frame as wide as there is room. */
export function State({ name, children }: { name: string; children: ReactNode }) {
  return (
    <figure className="min-w-0">
      <figcaption className="pb-1 text-xs text-ink-3">{name}</figcaption>
      <div className="relative overflow-hidden rounded-m border border-line">{children}</div>
    </figure>
  )
}

/** What takes the focus when it comes is there when it is wanted. */
export function Shown({ name, children }: { name: string; children: ReactNode }) {
  const [isShown, setShown] = useState(false)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] justify-items-start gap-3">
      <Button aria-expanded={isShown} onClick={() => setShown(!isShown)}>
        {name}
      </Button>
      {isShown && <div className="grid w-full grid-cols-[minmax(0,1fr)] gap-4">{children}</div>}
    </div>
  )
}
