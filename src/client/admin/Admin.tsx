import { Tabs } from '@base-ui/react/tabs'
import { t } from '@lingui/core/macro'
import { BackLink } from '../chats/BackLink.tsx'
import { pageTitle } from '../chats/pageTitle.ts'
import { useChats } from '../live/useChats.ts'
import { AdminAudits } from './AdminAudits.tsx'
import { AdminChats } from './AdminChats.tsx'
import { AdminUsers } from './AdminUsers.tsx'

/** The place of whoever runs this server. */
export function Admin({ ownId }: { ownId: string }) {
  const { chats } = useChats()
  const places = [
    { name: 'people', label: t`People`, place: <AdminUsers ownId={ownId} /> },
    { name: 'groups', label: t`Groups`, place: <AdminChats /> },
    { name: 'log', label: t`What admins did`, place: <AdminAudits /> },
  ]
  return (
    <Tabs.Root defaultValue="people" className="flex min-h-0 flex-1 flex-col">
      <title>{pageTitle(chats, t`Administration`)}</title>
      <header className="flex items-end border-b border-line px-4 phone:px-1 phone:pt-[env(safe-area-inset-top)]">
        <h1 className="sr-only">{t`Administration`}</h1>
        <BackLink href="/settings" />
        <Tabs.List aria-label={t`Administration`} className="flex gap-1">
          {places.map(({ name, label }) => (
            <Tabs.Tab
              key={name}
              value={name}
              className="ring-inside -mb-px border-b-2 border-transparent px-3 py-3 font-medium text-ink-2 hover:text-ink data-active:border-accent data-active:text-ink phone:py-3.5"
            >
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </header>
      {places.map(({ name, place }) => (
        <Tabs.Panel key={name} value={name} className="min-h-0 flex-1 overflow-y-auto p-4 pb-16 outline-none">
          {place}
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  )
}
