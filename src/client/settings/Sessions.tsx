import { t } from '@lingui/core/macro'
import { Monitor, Smartphone } from 'lucide-react'
import { faultOf } from '../fault.ts'
import { trpc } from '../trpc.ts'
import { Button } from '../ui/Button.tsx'
import { ago, fullTime } from '../ui/times.ts'
import { tellFault } from '../ui/toasts.ts'
import { Section } from './Section.tsx'

/** Where the user is signed in, and the end of it. */
export function Sessions() {
  const utils = trpc.useUtils()
  const sessions = trpc.auth.sessions.useQuery()
  const settled = {
    onSettled: () => utils.auth.sessions.invalidate(),
    onError: (error: unknown) => tellFault(faultOf(error).message),
  }
  const end = trpc.auth.endSession.useMutation(settled)
  const endOthers = trpc.auth.logoutEverywhere.useMutation(settled)
  const others = sessions.data?.filter(({ isCurrent }) => !isCurrent).length ?? 0
  return (
    <Section title={t`Sessions`} text={t`Where you are signed in. What you do not know, end.`}>
      {sessions.isPending && <div className="late h-14 rounded-m bg-hover" />}
      {sessions.error && !sessions.data && (
        <div role="alert" className="flex items-center gap-3 text-ink-2">
          {faultOf(sessions.error).message}
          <Button onClick={() => void sessions.refetch()}>{t`Try again`}</Button>
        </div>
      )}
      <ul className="flex flex-col gap-1">
        {sessions.data?.map(({ id, browser, system, createdAt, lastUsedAt, isCurrent }) => {
          const Icon = /Android|iOS|iPhone|iPad/.test(`${browser} ${system}`) ? Smartphone : Monitor
          const device = deviceOf(browser, system)
          return (
            <li key={id} className="flex items-center gap-3 py-1.5">
              <Icon aria-hidden className="size-5 shrink-0 text-ink-3" />
              <span className="min-w-0 flex-1">
                <span dir="auto" className="block truncate font-medium">
                  {device}
                </span>
                <span title={t`Since ${{ time: fullTime(createdAt) }}`} className="block truncate text-sm text-ink-3">
                  {isCurrent ? (
                    <span className="text-accent">{t`This session`}</span>
                  ) : (
                    t`Used ${{ ago: ago(lastUsedAt) }}`
                  )}
                </span>
              </span>
              {!isCurrent && (
                <Button
                  aria-label={t`End the session of ${device}`}
                  isBusy={end.isPending && end.variables.id === id}
                  onClick={() => end.mutate({ id })}
                >
                  {t`End`}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
      {others > 1 && (
        <Button isBusy={endOthers.isPending} onClick={() => endOthers.mutate({ keepThis: true })} className="mt-3">
          {t`End all others`}
        </Button>
      )}
    </Section>
  )
}

function deviceOf(browser: string | null, system: string | null): string {
  if (!browser) return t`Unknown device`
  return system ? t`${browser} on ${system}` : browser
}
