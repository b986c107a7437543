import type { ReactNode } from 'react'

type Props = {
  title: string
  text?: ReactNode
  children?: ReactNode
  role?: 'alert' | 'status'
  /** There is nothing else on the page, so that its title is that of the page. */
  isPage?: boolean
}

/** A place with nothing in it, or with a fault: what is so, and what can be done. */
export function Place({ title, text, children, role, isPage = false }: Props) {
  const Title = isPage ? 'h1' : 'p'
  return (
    <div role={role} className="m-auto flex max-w-sm flex-col items-center gap-2 p-6 text-center text-balance">
      <Title className="text-lg font-strong">{title}</Title>
      {text && <p className="text-ink-2">{text}</p>}
      {children && <div className="mt-3 flex flex-wrap justify-center gap-2">{children}</div>}
    </div>
  )
}
