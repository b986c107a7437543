import { plural, t } from '@lingui/core/macro'
import { Ghost, MessageSquare } from 'lucide-react'
import { useLocation } from 'wouter'
import { BackLink } from '../chats/BackLink.tsx'
import { pageTitle } from '../chats/pageTitle.ts'
import { useChats } from '../live/useChats.ts'
import { type Person, trpc } from '../trpc.ts'
import { Button } from '../ui/Button.tsx'
import { copyText } from '../ui/copyText.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { Place } from '../ui/Place.tsx'
import { tell, tellFault } from '../ui/toasts.ts'
import { useStartWhisper } from '../whispers/useWhispers.ts'
import { Handle } from './Handle.tsx'
import { PeopleFault, PeopleSkeleton } from './PeopleStates.tsx'
import { PersonAvatar } from './PersonAvatar.tsx'
import { useOpenDirect } from './useOpenDirect.ts'

const everyMs = 10_000

/** Everybody who is online. One click opens the chat. */
export function People({ meId }: { meId: string }) {
  const [, go] = useLocation()
  const { chats } = useChats()
  const online = trpc.users.online.useQuery(undefined, { refetchInterval: everyMs, refetchOnMount: 'always' })
  const { openDirect, fault } = useOpenDirect(go)
  const startWhisper = useStartWhisper()
  const people = online.data?.users.filter(({ id }) => id !== meId) ?? []

  return (
    <>
      <title>{pageTitle(chats, t`People`)}</title>
      <header className="flex h-16 shrink-0 items-center gap-3 border-b border-line px-4 phone:h-auto phone:gap-1 phone:px-1 phone:pt-[max(6px,env(safe-area-inset-top))] phone:pb-1.5">
        <BackLink />
        <div className="min-w-0 flex-1 phone:ms-2">
          <h1 className="text-lg leading-6 font-strong tracking-tight">{t`People`}</h1>
          <p role="status" className="text-sm text-ink-3">
            {plural({ count: people.length }, { one: '# person is online', other: '# people are online' })}
          </p>
        </div>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto p-3 pb-16">
        {online.isPending && <PeopleSkeleton />}
        {online.error && <PeopleFault error={online.error} onRetry={() => void online.refetch()} />}
        {fault && (
          <p role="alert" className="mb-2 px-3 text-alarm">
            {fault}
          </p>
        )}
        {online.data && people.length === 0 && <Nobody />}
        <ul aria-label={t`Online`}>
          {people.map((person) => (
            <li key={person.id} className="flex items-center gap-1 rounded-m hover:bg-hover">
              <button
                type="button"
                onClick={() => openDirect(person)}
                className="ring-inside flex min-w-0 flex-1 items-center gap-3 rounded-m px-3 py-2 text-start"
              >
                <Named person={person} />
                <MessageSquare aria-hidden className="size-[18px] shrink-0 text-ink-3" />
              </button>
              <IconButton
                label={t`Talk to ${{ title: person.displayName }} off the record`}
                onClick={() => startWhisper(person.id)}
              >
                <Ghost aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      </div>
    </>
  )
}

function Named({ person }: { person: Person }) {
  return (
    <>
      <PersonAvatar person={person} size="row" isOnline />
      <span className="min-w-0 flex-1">
        <span dir="auto" className="block truncate font-medium">
          {person.displayName}
        </span>
        <span className="block truncate text-sm text-ink-3">
          <Handle person={person} />
        </span>
      </span>
    </>
  )
}

function Nobody() {
  const address = location.origin
  const copy = () =>
    copyText(address).then(
      () => tell(t`The address is copied.`),
      () => tellFault(t`The browser did not let the address be copied.`),
    )
  return (
    <Place title={t`Nobody else is online.`} text={t`Invite somebody: ${address}`}>
      <Button onClick={copy}>{t`Copy the address`}</Button>
    </Place>
  )
}
