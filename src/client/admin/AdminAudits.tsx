import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { type ReactNode, useState } from 'react'
import { faultOf } from '../fault.ts'
import { nameOf } from '../people/nameOf.ts'
import { trpc } from '../trpc.ts'
import { Place } from '../ui/Place.tsx'
import { Time } from '../ui/Time.tsx'
import { More } from './More.tsx'

const pageSize = 50

type Deed = { by: string; whom: string }

const deeds: Record<string, (deed: Deed) => ReactNode> = {
  disable: ({ by, whom }) => (
    <Trans>
      <b>{by}</b> disabled {whom}.
    </Trans>
  ),
  enable: ({ by, whom }) => (
    <Trans>
      <b>{by}</b> enabled {whom}.
    </Trans>
  ),
  makeAdmin: ({ by, whom }) => (
    <Trans>
      <b>{by}</b> made {whom} an admin.
    </Trans>
  ),
  takeAdmin: ({ by, whom }) => (
    <Trans>
      <b>{by}</b> made {whom} an admin no longer.
    </Trans>
  ),
  deleteChat: ({ by, whom }) => (
    <Trans>
      <b>{by}</b> deleted the group {whom}.
    </Trans>
  ),
}

export function AdminAudits() {
  const [limit, setLimit] = useState(pageSize)
  const found = trpc.admin.audits.useQuery({ limit }, { placeholderData: (before) => before })
  if (found.error)
    return <Place role="alert" title={t`The list could not be loaded.`} text={faultOf(found.error).message} />
  if (found.data?.audits.length === 0) return <Place title={t`No admin has done anything yet.`} />
  return (
    <>
      <ul className="flex flex-col">
        {found.data?.audits.map(({ id, act, by, isByDeleted, whom, isWhomDeleted, about, at }) => (
          <li key={id} className="flex justify-between gap-4 border-b border-line py-3">
            <span className="[&>b]:font-medium">
              {deeds[act]?.({
                by: called(by, isByDeleted) ?? '',
                whom: called(whom, isWhomDeleted) ?? about['title'] ?? t`somebody`,
              }) ?? act}
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

function called(displayName: string | null, isDeleted: boolean): string | undefined {
  return displayName === null ? undefined : nameOf({ displayName, isDeleted })
}
