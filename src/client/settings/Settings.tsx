import { t } from '@lingui/core/macro'
import { Link } from 'wouter'
import { BackLink } from '../chats/BackLink.tsx'
import { pageTitle } from '../chats/pageTitle.ts'
import { useChats } from '../live/useChats.ts'
import type { Self } from '../trpc.ts'
import { Appearance } from './Appearance.tsx'
import { DeleteAccount } from './DeleteAccount.tsx'
import { Email } from './Email.tsx'
import { KeepAccount } from './KeepAccount.tsx'
import { Keys } from './Keys.tsx'
import { Listening } from './Listening.tsx'
import { Name } from './Name.tsx'
import { Notifications } from './Notifications.tsx'
import { Password } from './Password.tsx'
import { Picture } from './Picture.tsx'
import { Privacy } from './Privacy.tsx'
import { Section } from './Section.tsx'
import { Sessions } from './Sessions.tsx'
import { SignOut } from './SignOut.tsx'
import { Writing } from './Writing.tsx'

type Props = { me: Self; onKeys: () => void; onSignOut: () => Promise<void> }

export function Settings({ me, onKeys, onSignOut }: Props) {
  const { chats } = useChats()
  const isGuest = me.kind === 'guest'
  return (
    <div className="flex h-full flex-col">
      <title>{pageTitle(chats, t`Settings`)}</title>
      <header className="flex h-16 shrink-0 items-center border-b border-line px-(--gutter) phone:h-auto phone:gap-1 phone:px-1 phone:pt-[max(6px,env(safe-area-inset-top))] phone:pb-1.5">
        <BackLink />
        <h1 className="text-lg font-strong tracking-tight">{t`Settings`}</h1>
      </header>
      <div className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain px-(--gutter)">
        <div className="max-w-xl divide-y divide-line pb-16">
          <Section title={t({ message: 'You', context: 'part of the settings' })}>
            <Picture me={me} />
            <Name me={me} />
          </Section>
          {isGuest ? <KeepAccount /> : <Password username={me.username} />}
          {!isGuest && (
            <Section
              title={t`E-mail`}
              text={t`Nobody else sees it. With a confirmed address you can choose a new password by mail.`}
            >
              <Email me={me} />
            </Section>
          )}
          <Section title={t`Appearance`} text={t`For this browser.`}>
            <Appearance />
          </Section>
          <Section title={t`Writing`} text={t`For this browser.`}>
            <Writing />
          </Section>
          <Section title={t`Listening`} text={t`For this browser.`}>
            <Listening />
          </Section>
          <Section title={t`Keys`} text={t`For this browser.`}>
            <Keys onKeys={onKeys} />
          </Section>
          <Section title={t`Notifications`}>
            <Notifications />
          </Section>
          <Section title={t`Privacy`}>
            <Privacy me={me} />
          </Section>
          <Sessions />
          {me.isAdmin && (
            <Section title={t`Administration`} text={t`You run this server: people, groups, and what admins did.`}>
              <Link
                href="/admin"
                className="rounded-s font-medium text-accent touchable inline-block underline-offset-2 hover:underline"
              >
                {t`Open the administration`}
              </Link>
            </Section>
          )}
          <SignOut isGuest={isGuest} onSignOut={onSignOut} />
          <Section title={t`Delete the account`}>
            <DeleteAccount me={me} onDeleted={() => location.assign('/')} />
          </Section>
        </div>
      </div>
    </div>
  )
}
