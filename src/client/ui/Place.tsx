import type { ReactNode } from 'react'

type Props = { title: string; text?: ReactNode; children?: ReactNode; role?: 'alert' | 'status' }

/** A place with nothing in it, or with a fault: what is so, and what can be done. */
export function Place({ title, text, children, role }: Props) {
  return (
    <div role={role} className="m-auto flex max-w-sm flex-col items-center gap-2 p-6 text-center text-balance">
      <p className="text-lg font-strong">{title}</p>
      {text && <p className="text-ink-2">{text}</p>}
      {children && <div className="mt-3 flex flex-wrap justify-center gap-2">{children}</div>}
    </div>
  )
}
