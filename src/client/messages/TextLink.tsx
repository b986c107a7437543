import type { ReactNode } from 'react'
import { useRowTabIndex } from './rowStop.ts'

/** A link that somebody sent. Where its words do not say whereto it leads, that stands beside it. */
export function TextLink({ href, host, children }: { href: string; host: string | undefined; children: ReactNode }) {
  const tabIndex = useRowTabIndex()
  return (
    <>
      <a
        href={href}
        tabIndex={tabIndex}
        target="_blank"
        rel="noopener noreferrer nofollow"
        className="rounded-xs text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
      >
        <bdi>{children}</bdi>
      </a>
      {host !== undefined && <bdi className="text-sm text-ink-3"> ({host})</bdi>}
    </>
  )
}
