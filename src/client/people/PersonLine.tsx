import type { ReactNode } from 'react'
import type { Person } from '../trpc.ts'
import { Handle } from './Handle.tsx'
import { PersonAvatar } from './PersonAvatar.tsx'

/** Somebody in a list to choose from. */
export function PersonLine({ person, children }: { person: Person; children?: ReactNode }) {
  return (
    <>
      <PersonAvatar person={person} size="row" />
      <span className="min-w-0 flex-1">
        <span dir="auto" className="block truncate font-medium">
          {person.displayName}
        </span>
        <span className="block truncate text-sm text-ink-3">
          <Handle person={person} />
        </span>
      </span>
      {children}
    </>
  )
}
