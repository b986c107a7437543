import { t } from '@lingui/core/macro'
import { DirectionProvider } from '@base-ui/react/direction-provider'
import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { QueryClient, QueryClientProvider, useQueryClient } from '@tanstack/react-query'
import { Suspense, useEffect, useRef, useState } from 'react'
import { ErrorBoundary } from 'react-error-boundary'
import { faultOf } from './fault.ts'
import { useDirection } from './languages/language.ts'
import { enter, leave } from './leaving.ts'
import { isRefused } from './live/faults.ts'
import { type Client, createUtils, trpc, type Me } from './trpc.ts'
import { Broken } from './ui/Broken.tsx'
import { Button } from './ui/Button.tsx'
import { lazily, useLoaded } from './ui/lazily.tsx'
import { Mark } from './ui/Mark.tsx'
import { Place } from './ui/Place.tsx'
import { useInSteps } from './ui/useInSteps.ts'

const loadMarkedText = () => import('./messages/MarkedText.tsx').catch(() => undefined)
const VerifyEmail = lazily(async () => (await import('./auth/MailLink.tsx')).VerifyEmail, { isRare: true })
const ResetPassword = lazily(async () => (await import('./auth/MailLink.tsx')).ResetPassword, { isRare: true })
const Welcome = lazily(async () => (await import('./auth/Welcome.tsx')).Welcome, { isRare: true })
const Home = lazily(
  async () => {
    const [{ Home: Loaded }] = await Promise.all([import('./chats/Home.tsx'), loadMarkedText()])
    return Loaded
  },
  { isRare: true },
)

const keyMs = 1000

/** What cannot be loaded now is asked for again when it is wanted. */
const preload = (one: typeof Home | typeof Welcome) => void one.load().catch(() => undefined)

/** `known` is who was signed in here last: he is shown in at once, and looked at again meanwhile. */
export function App({ calls, known }: { calls: Client; known: Me | undefined }) {
  const [queries] = useState(() => begin(calls, known))
  return (
    <I18nProvider i18n={i18n}>
      <DirectionProvider direction={useDirection()}>
        <trpc.Provider client={calls} queryClient={queries}>
          <QueryClientProvider client={queries}>
            <ErrorBoundary FallbackComponent={Broken}>
              <Door />
            </ErrorBoundary>
          </QueryClientProvider>
        </trpc.Provider>
      </DirectionProvider>
    </I18nProvider>
  )
}

function begin(calls: Client, known: Me | undefined) {
  const queries = new QueryClient({
    defaultOptions: {
      queries: { retry: (failures, error) => failures < 2 && !isRefused(error) },
      mutations: { networkMode: 'always' },
    },
  })
  if (known) createUtils(calls, queries).auth.me.setData(undefined, known)
  // What comes next is loaded while the server is asked who is here. The page knows whether there is a session.
  preload(known || document.querySelector('[data-page="home"]') ? Home : Welcome)
  return queries
}

/** Who is signed in goes home; everybody else is welcome. */
function Door() {
  const [notice, setNotice] = useState<string>()
  const [link, setLink] = useState(mailLink)
  const queries = useQueryClient()
  const userId = useRef<string>(undefined)
  const me = trpc.auth.me.useQuery(undefined, { staleTime: Infinity, networkMode: 'always', refetchOnMount: 'always' })
  const isThere = useInSteps(useLoaded(me.data ? Home : me.data === null ? Welcome : undefined))
  useEffect(() => {
    // From now on what takes less than a moment shows nothing of itself (theme.js).
    if (isThere) delete document.documentElement.dataset['opening']
  }, [isThere])
  useEffect(() => {
    if (me.data) void enter(me.data)
    else if (me.data === null) {
      void leave(userId.current)
      // What is still looked at is of the door itself.
      queries.removeQueries({ type: 'inactive' })
    }
    userId.current = me.data?.user.id
    if (me.data !== null) return undefined
    // What is behind the door is loaded while somebody looks for his key.
    const timer = setTimeout(() => preload(Home), keyMs)
    return () => clearTimeout(timer)
  }, [me.data, queries])
  if (link) {
    const Answer = link.purpose === 'verify' ? VerifyEmail : ResetPassword
    return (
      <Suspense fallback={<Waiting />}>
        <Answer
          code={link.code}
          onDone={() => {
            history.replaceState(null, '', '/')
            setLink(undefined)
            void me.refetch()
          }}
        />
      </Suspense>
    )
  }
  if (me.isPending) return <Waiting />
  if (me.data === undefined) {
    return (
      <main className="flex h-full">
        <Place isPage role="alert" title={t`Parley could not be opened.`} text={faultOf(me.error).message}>
          <Button look="strong" onClick={() => me.refetch()}>
            {t`Try again`}
          </Button>
        </Place>
      </main>
    )
  }
  if (!isThere) return <Waiting />
  return (
    <Suspense fallback={<Waiting />}>
      {me.data ? <Home key={me.data.user.id} me={me.data.user} onSignedOut={setNotice} /> : <Welcome notice={notice} />}
    </Suspense>
  )
}

/** Where a link in a mail leads: its code stands behind the #, which no server and no log sees. */
function mailLink(): { purpose: string; code: string } | undefined {
  const [, purpose] = /^\/(verify|reset)$/.exec(location.pathname) ?? []
  return purpose ? { purpose, code: location.hash.slice(1) } : undefined
}

function Waiting() {
  return (
    <main aria-label={t`Parley is loading`} className="grid h-full place-items-center">
      <Mark className="late size-10" />
    </main>
  )
}
