import { t } from '@lingui/core/macro'
import { useState } from 'react'
import { BackLink } from '../chats/BackLink.tsx'
import { pageTitle } from '../chats/pageTitle.ts'
import { useChats } from '../live/useChats.ts'
import { classes } from '../ui/classes.ts'
import { AdminAudits } from './AdminAudits.tsx'
import { AdminChats } from './AdminChats.tsx'
import { AdminUsers } from './AdminUsers.tsx'

const places = () => ({ people: t`People`, groups: t`Groups`, log: t`What admins did` })
type PlaceName = keyof ReturnType<typeof places>

/** The place of whoever runs this server. */
export function Admin({ ownId }: { ownId: string }) {
  const { chats } = useChats()
  const [place, setPlace] = useState<PlaceName>('people')
  return (
    <>
      <title>{pageTitle(chats, t`Administration`)}</title>
      <header className="flex items-end border-b border-line px-4 phone:px-1 phone:pt-[env(safe-area-inset-top)]">
        <h1 className="sr-only">{t`Administration`}</h1>
        <BackLink href="/settings" />
        <div role="tablist" aria-label={t`Administration`} className="flex gap-1">
          {Object.entries(places()).map(([name, label]) => (
            <button
              key={name}
              type="button"
              role="tab"
              id={`admin-${name}`}
              aria-selected={name === place}
              aria-controls="admin-place"
              onClick={() => setPlace(name as PlaceName)}
              className={classes(
                '-mb-px border-b-2 px-3 py-3 font-medium phone:py-3.5',
                name === place ? 'border-accent text-ink' : 'border-transparent text-ink-2 hover:text-ink',
              )}
            >
              {label}
            </button>
          ))}
        </div>
      </header>
      <div
        id="admin-place"
        role="tabpanel"
        aria-labelledby={`admin-${place}`}
        className="min-h-0 flex-1 overflow-y-auto p-4"
      >
        {place === 'people' && <AdminUsers ownId={ownId} />}
        {place === 'groups' && <AdminChats />}
        {place === 'log' && <AdminAudits />}
      </div>
    </>
  )
}
