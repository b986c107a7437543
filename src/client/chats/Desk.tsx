import { Suspense, useEffect, useState } from 'react'
import { ErrorBoundary } from 'react-error-boundary'
import { Route, Switch, useLocation, useRoute } from 'wouter'
import type { Self } from '../trpc.ts'
import { Broken } from '../ui/Broken.tsx'
import { classes } from '../ui/classes.ts'
import { Late, lazily, preloadWhenIdle } from '../ui/lazily.tsx'
import { useToastsAreWanted } from '../ui/toasts.ts'
import { useVisibleHeight } from '../ui/useVisibleHeight.ts'
import { ChatPane } from './ChatPane.tsx'
import { ChatSkeleton } from './ChatSkeleton.tsx'
import { ConnectionPill } from './ConnectionNotice.tsx'
import { EmptyPane } from './EmptyPane.tsx'
import { PlaceSkeleton } from './PlaceSkeleton.tsx'
import { Sidebar } from './Sidebar.tsx'
import { useFindKeys } from './useFindKeys.ts'

const Admin = lazily(async () => (await import('../admin/Admin.tsx')).Admin, { isRare: true })
const People = lazily(async () => (await import('../people/People.tsx')).People)
const WhisperPlace = lazily(async () => (await import('../whispers/WhisperPlace.tsx')).WhisperPlace)
const Settings = lazily(async () => (await import('../settings/Settings.tsx')).Settings)
const Finder = lazily(async () => (await import('../people/Finder.tsx')).Finder)
const NewChat = lazily(async () => (await import('../groups/NewChat.tsx')).NewChat)
const KeyList = lazily(async () => (await import('./KeyList.tsx')).KeyList)
const DeskKeys = lazily(async () => (await import('./DeskKeys.tsx')).DeskKeys)
const Notices = lazily(async () => (await import('../push/Notices.tsx')).Notices)
const NothingHere = lazily(async () => (await import('./NothingHere.tsx')).NothingHere)
const Tips = lazily(async () => (await import('../ui/Tips.tsx')).Tips)
const Toasts = lazily(async () => (await import('../ui/Toasts.tsx')).Toasts)

type Props = { me: Self; onSignOut: () => Promise<void> }

/** The list of chats, and beside it what the address names. On a phone one of the two. */
export function Desk({ me, onSignOut }: Props) {
  const [location, navigate] = useLocation()
  const [, chatParams] = useRoute('/chats/:chatId/*?')
  const [, whisperParams] = useRoute('/whispers/:whisperId')
  const [open, setOpen] = useState<'find' | 'new' | 'keys'>()
  useFindKeys(() => setOpen('find'))
  useVisibleHeight()
  useEffect(preloadWhenIdle, [])
  const areToastsWanted = useToastsAreWanted()
  const isList = location === '/'

  const close = () => setOpen(undefined)
  const showKeys = () => setOpen('keys')

  function go(href: string) {
    setOpen(undefined)
    navigate(href)
  }

  return (
    <div className="relative grid h-(--visible-height) grid-cols-[var(--sidebar)_minmax(0,1fr)] grid-rows-[minmax(0,1fr)] phone:grid-cols-1">
      <Sidebar
        me={me}
        openId={chatParams?.chatId}
        openWhisperId={whisperParams?.whisperId}
        onFind={() => setOpen('find')}
        onNew={() => setOpen('new')}
        className={isList ? undefined : 'phone:hidden'}
      />
      <main
        className={classes(
          'my-2 me-2 flex min-h-0 min-w-0 flex-col overflow-hidden rounded-l bg-paper shadow-[0_0_0_1px_var(--color-line)] phone:m-0 phone:rounded-none phone:shadow-none',
          isList && 'phone:hidden',
        )}
      >
        <ErrorBoundary FallbackComponent={Broken} resetKeys={[location]}>
          <Suspense fallback={chatParams || whisperParams ? <ChatSkeleton /> : <PlaceSkeleton />}>
            <Switch>
              <Route path="/">
                <EmptyPane onNew={() => setOpen('new')} />
              </Route>
              <Route path="/chats/:chatId/:place?">
                {({ chatId, place }) => (
                  <ChatPane
                    chatId={chatId}
                    me={me}
                    isMembersOpen={place === 'members'}
                    askedNumber={Number(place) || undefined}
                  />
                )}
              </Route>
              <Route path="/people">
                <People meId={me.id} />
              </Route>
              <Route path="/whispers/:whisperId">
                {({ whisperId }) => <WhisperPlace key={whisperId} id={whisperId} me={me} />}
              </Route>
              {me.isAdmin && (
                <Route path="/admin">
                  <Admin ownId={me.id} />
                </Route>
              )}
              <Route path="/settings">
                <Settings me={me} onKeys={showKeys} onSignOut={onSignOut} />
              </Route>
              <Route>
                <NothingHere />
              </Route>
            </Switch>
          </Suspense>
        </ErrorBoundary>
      </main>
      <ConnectionPill
        className={classes(
          'absolute start-(--sidebar) end-0 bottom-5 px-4 phone:start-0',
          isList
            ? 'phone:bottom-[calc(80px+env(safe-area-inset-bottom))]'
            : 'phone:bottom-[max(16px,env(safe-area-inset-bottom))]',
        )}
      />
      <Late key={open} onFault={close}>
        {open === 'find' && <Finder me={me} onGo={go} onNew={() => setOpen('new')} onKeys={showKeys} onClose={close} />}
        {open === 'new' && <NewChat onGo={go} onClose={close} />}
        {open === 'keys' && <KeyList onClose={close} />}
      </Late>
      <Late>{areToastsWanted && <Toasts />}</Late>
      <Late>
        <Tips />
        <Notices meId={me.id} openId={chatParams?.chatId} />
        <DeskKeys meId={me.id} openId={chatParams?.chatId} onGo={go} onKeys={showKeys} />
      </Late>
    </div>
  )
}
