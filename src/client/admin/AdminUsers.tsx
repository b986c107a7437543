import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { useDeferredValue, useState } from 'react'
import { faultOf } from '../fault.ts'
import { Handle } from '../people/Handle.tsx'
import { PersonAvatar } from '../people/PersonAvatar.tsx'
import { trpc } from '../trpc.ts'
import { Button } from '../ui/Button.tsx'
import { classes } from '../ui/classes.ts'
import { Confirm } from '../ui/Confirm.tsx'
import { Place } from '../ui/Place.tsx'
import { SearchField } from '../ui/SearchField.tsx'
import { Time } from '../ui/Time.tsx'
import { More } from './More.tsx'
import { tellFault } from '../ui/toasts.ts'

const pageSize = 50

export function AdminUsers({ ownId }: { ownId: string }) {
  const utils = trpc.useUtils()
  const [typed, setTyped] = useState('')
  const [limit, setLimit] = useState(pageSize)
  const [asked, setAsked] = useState<{ id: string; displayName: string }>()
  const text = useDeferredValue(typed)
  const found = trpc.admin.users.useQuery({ text, limit }, { placeholderData: (before) => before })
  const after = {
    onSuccess: () => utils.admin.invalidate(),
    onError: (error: unknown) => tellFault(faultOf(error).message),
  }
  const disable = trpc.admin.disable.useMutation({ onSuccess: after.onSuccess })
  const enable = trpc.admin.enable.useMutation(after)
  const setAdmin = trpc.admin.setAdmin.useMutation(after)

  return (
    <>
      <SearchField label={t`Find people`} value={typed} onType={setTyped} />
      {found.error && (
        <Place role="alert" title={t`The list could not be loaded.`} text={faultOf(found.error).message} />
      )}
      {found.data?.users.length === 0 && <Place title={t`Nobody has that in the name.`} />}
      <ul className="mt-3 flex flex-col">
        {found.data?.users.map((user) => (
          <li key={user.id} className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line py-3">
            <PersonAvatar person={user} size="row" />
            <div className="min-w-0 flex-1 basis-48">
              <p className="truncate font-medium">
                <bdi>{user.displayName}</bdi>
                {user.isAdmin && (
                  <span className="ms-2 rounded-s bg-accent-soft px-1.5 py-0.5 text-xs text-accent-strong">{t`Admin`}</span>
                )}
                {user.isDisabled && (
                  <span className="ms-2 rounded-s bg-alarm-soft px-1.5 py-0.5 text-xs text-alarm">{t`Disabled`}</span>
                )}
              </p>
              <p className="truncate text-sm text-ink-3">
                <Handle person={user} />
                {user.email && (
                  <>
                    {' · '}
                    <bdi>{user.email}</bdi>
                  </>
                )}{' '}
                ·{' '}
                <Trans>
                  since <Time date={user.createdAt} look="short" />
                </Trans>
              </p>
            </div>
            {user.id !== ownId && (
              <div className={classes('flex gap-2', user.kind === 'person' ? 'phone:ms-8' : 'phone:ms-12')}>
                {user.kind === 'person' && (
                  <Button look="quiet" onClick={() => setAdmin.mutate({ userId: user.id, isAdmin: !user.isAdmin })}>
                    {user.isAdmin ? t`Take admin` : t`Make admin`}
                  </Button>
                )}
                {user.isDisabled ? (
                  <Button onClick={() => enable.mutate({ userId: user.id })}>{t`Enable`}</Button>
                ) : (
                  <Button onClick={() => setAsked(user)}>{t`Disable`}</Button>
                )}
              </div>
            )}
          </li>
        ))}
      </ul>
      <More
        isThere={found.data?.hasMore === true}
        onMore={() => setLimit((before) => Math.min(100, before + pageSize))}
      />
      {asked && (
        <Confirm
          title={t`Disable ${{ name: asked.displayName }}?`}
          text={t`All devices are signed out at once, and nobody can sign in with this account until you enable it again. Messages stay.`}
          verb={t`Disable`}
          onClose={() => setAsked(undefined)}
          onConfirm={() =>
            disable.mutateAsync({ userId: asked.id }).then(
              () => undefined,
              (error: unknown) => faultOf(error).message,
            )
          }
        />
      )}
    </>
  )
}
