import { t } from '@lingui/core/macro'
import { type KeyboardEvent, useCallback, useMemo, useRef } from 'react'
import { useLocation } from 'wouter'
import { useChats } from '../live/useChats.ts'
import { useSend } from '../live/useOutbox.ts'
import { useLook } from '../live/useSeen.ts'
import { Composer } from '../messages/Composer.tsx'
import { GoToContext } from '../messages/goTo.ts'
import { MessageList } from '../messages/MessageList.tsx'
import { type Named, NamedContext } from '../messages/NamedContext.ts'
import { TypingLine } from '../messages/TypingLine.tsx'
import { useEditLast } from '../messages/useEditLast.ts'
import { useListJumps } from '../messages/useListJumps.ts'
import { useMessageVerbs } from '../messages/useMessageVerbs.ts'
import { preferences } from '../settings/preferences.ts'
import type { Chat, Member, Self } from '../trpc.ts'
import { Late, lazily } from '../ui/lazily.tsx'
import { useIsWatching } from '../ui/useIsWatching.ts'
import { Beginning } from './Beginning.tsx'
import { ChatHeader } from './ChatHeader.tsx'
import { ConnectionLine } from './ConnectionNotice.tsx'
import { pageTitle } from './pageTitle.ts'

const Confirm = lazily(async () => (await import('../ui/Confirm.tsx')).Confirm)
const Members = lazily(async () => (await import('../groups/Members.tsx')).Members)

type Props = {
  chat: Chat
  members: Member[] | undefined
  me: Self
  isMembersOpen: boolean
  askedNumber: number | undefined
}

export function OpenChat({ chat, members, me, isMembersOpen, askedNumber }: Props) {
  const jumps = useListJumps(chat, askedNumber)
  const [, navigate] = useLocation()
  const { chats } = useChats()
  const send = useSend(chat.id)
  const pane = useRef<HTMLDivElement>(null)
  const toWriting = useCallback(() => pane.current?.querySelector<HTMLElement>('form textarea')?.focus(), [])
  const { verbs, editingId, toDelete } = useMessageVerbs(chat.id, toWriting)
  const editLast = useEditLast(jumps, me.id, verbs)
  const isWatching = useIsWatching()
  useLook(isWatching ? chat.id : null)
  const nameOf = useNameOf(members, me)
  const named = useNamed(members, me.id)

  /** The page keys turn the messages, not the line that is being written. */
  function turnPage(event: KeyboardEvent<HTMLElement>) {
    const step = { PageUp: -1 as const, PageDown: 1 as const }[event.key]
    const isWriting = event.target instanceof HTMLTextAreaElement && event.currentTarget.contains(event.target)
    if (step === undefined || !isWriting || event.defaultPrevented) return
    event.preventDefault()
    jumps.handle.current?.turnPage(step)
  }

  function closeMembers() {
    pane.current?.querySelector<HTMLElement>('[data-opens="members"]')?.focus()
    navigate(`/chats/${chat.id}`)
  }

  return (
    <div className="@container/chat flex h-full min-h-0">
      <title>{pageTitle(chats, chat.title)}</title>
      <div ref={pane} role="presentation" onKeyDown={turnPage} className="flex min-w-0 flex-1 flex-col">
        <ChatHeader chat={chat} isMembersOpen={isMembersOpen} />
        <NamedContext value={named}>
          <GoToContext value={jumps.goTo}>
            <MessageList
              chat={chat}
              members={members}
              meId={me.id}
              jumps={jumps}
              editingId={editingId}
              nameOf={nameOf}
              verbs={verbs}
              beginning={<Beginning chat={chat} />}
              onLeave={toWriting}
            />
          </GoToContext>
        </NamedContext>
        <ConnectionLine>
          <TypingLine chatId={chat.id} nameOf={nameOf} />
        </ConnectionLine>
        <Composer
          chatId={chat.id}
          title={chat.title}
          members={members ?? []}
          meId={me.id}
          onEditLast={editLast}
          onSend={(text, replyTo) => {
            send(text, { replyTo, holdMs: preferences().undoSeconds * 1000 })
            jumps.forgetTrail()
            void jumps.toLatest()
          }}
        />
      </div>
      {isMembersOpen && chat.kind === 'group' && (
        <Late onFault={closeMembers}>
          <Members chat={chat} members={members} me={me} onClose={closeMembers} />
        </Late>
      )}
      {toDelete && (
        <Late onFault={verbs.stopDeleting}>
          <Confirm
            title={t`Delete this message?`}
            text={t`Its words are deleted for everybody. That a message was here stays to be seen.`}
            verb={t`Delete`}
            onConfirm={() => verbs.remove(toDelete)}
            onClose={verbs.stopDeleting}
          />
        </Late>
      )}
    </div>
  )
}

function useNameOf(members: Member[] | undefined, me: Self) {
  const names = useMemo(
    () => new Map([...(members ?? []), me].map(({ id, displayName }) => [id, displayName])),
    [members, me],
  )
  return useCallback((userId: string) => names.get(userId) ?? t`somebody`, [names])
}

function useNamed(members: Member[] | undefined, meId: string): Named {
  return useMemo(
    () => new Map(members?.map(({ id, username }) => [username.toLowerCase(), { isMe: id === meId }])),
    [members, meId],
  )
}
