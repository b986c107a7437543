import { useState } from 'react'
import { faultOf } from '../fault.ts'
import { trpc } from '../trpc.ts'
import { Place } from '../ui/Place.tsx'
import { Time } from '../ui/Time.tsx'
import { More } from './More.tsx'

const pageSize = 50

const deeds: Record<string, (whom: string) => string> = {
  disable: (whom) => `disabled ${whom}.`,
  enable: (whom) => `enabled ${whom}.`,
  makeAdmin: (whom) => `made ${whom} an admin.`,
  takeAdmin: (whom) => `made ${whom} an admin no longer.`,
  deleteChat: (whom) => `deleted the group ${whom}.`,
}

export function AdminAudits() {
  const [limit, setLimit] = useState(pageSize)
  const found = trpc.admin.audits.useQuery({ limit }, { placeholderData: (before) => before })
  if (found.error)
    return <Place role="alert" title="The list could not be loaded." text={faultOf(found.error).message} />
  if (found.data?.audits.length === 0) return <Place title="No admin has done anything yet." />
  return (
    <>
      <ul className="flex flex-col">
        {found.data?.audits.map(({ id, act, by, whom, about, at }) => (
          <li key={id} className="flex justify-between gap-4 border-b border-line py-3">
            <span>
              <b className="font-medium">{by}</b> {deeds[act]?.(whom ?? about['title'] ?? 'somebody') ?? act}
            </span>
            <Time date={at} look="short" className="shrink-0 text-sm text-ink-3" />
          </li>
        ))}
      </ul>
      <More
        isThere={found.data?.hasMore === true}
        onMore={() => setLimit((before) => Math.min(100, before + pageSize))}
      />
    </>
  )
}
