import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { useDeferredValue, useState } from 'react'
import { faultOf } from '../fault.ts'
import { trpc } from '../trpc.ts'
import { Button } from '../ui/Button.tsx'
import { Confirm } from '../ui/Confirm.tsx'
import { Place } from '../ui/Place.tsx'
import { SearchField } from '../ui/SearchField.tsx'
import { Time } from '../ui/Time.tsx'
import { More } from './More.tsx'

const pageSize = 50

/** Groups by title. What is said in them is for their members. */
export function AdminChats() {
  const utils = trpc.useUtils()
  const [typed, setTyped] = useState('')
  const [limit, setLimit] = useState(pageSize)
  const [asked, setAsked] = useState<{ id: string; title: string | null }>()
  const text = useDeferredValue(typed)
  const found = trpc.admin.chats.useQuery({ text, limit }, { placeholderData: (before) => before })
  const deleteChat = trpc.admin.deleteChat.useMutation({ onSuccess: () => utils.admin.invalidate() })

  return (
    <>
      <SearchField label={t`Find groups`} value={typed} onType={setTyped} />
      {found.error && (
        <Place role="alert" title={t`The list could not be loaded.`} text={faultOf(found.error).message} />
      )}
      {found.data?.chats.length === 0 && (
        <Place title={text ? t`No group has that in its title.` : t`There are no groups yet.`} />
      )}
      <ul className="mt-3 flex flex-col">
        {found.data?.chats.map((chat) => (
          <li key={chat.id} className="flex items-center gap-3 border-b border-line py-3">
            <div className="min-w-0 flex-1">
              <p dir="auto" className="truncate font-medium">
                {chat.title}
              </p>
              <p className="text-sm text-ink-3">
                {plural(chat.memberCount, { one: '# member', other: '# members' })} ·{' '}
                {plural(chat.said, { one: '# message', other: '# messages' })} ·{' '}
                <Trans>
                  since <Time date={chat.createdAt} look="short" />
                </Trans>
              </p>
            </div>
            <Button onClick={() => setAsked(chat)}>{t`Delete`}</Button>
          </li>
        ))}
      </ul>
      <More
        isThere={found.data?.hasMore === true}
        onMore={() => setLimit((before) => Math.min(100, before + pageSize))}
      />
      {asked && (
        <Confirm
          title={t`Delete ${{ title: asked.title ?? '' }}?`}
          text={t`The group and all its messages are gone for everybody. This cannot be undone.`}
          verb={t`Delete`}
          onClose={() => setAsked(undefined)}
          onConfirm={() =>
            deleteChat.mutateAsync({ chatId: asked.id }).then(
              () => undefined,
              (error: unknown) => faultOf(error).message,
            )
          }
        />
      )}
    </>
  )
}
