import { t } from '@lingui/core/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link } from 'wouter'
import { faultOf } from '../fault.ts'
import { useLive } from '../live/LiveProvider.tsx'
import { useChat, useChats } from '../live/useChats.ts'
import type { Self } from '../trpc.ts'
import { Button } from '../ui/Button.tsx'
import { Place } from '../ui/Place.tsx'
import { useInSteps } from '../ui/useInSteps.ts'
import { BackLink } from './BackLink.tsx'
import { ChatSkeleton } from './ChatSkeleton.tsx'
import { OpenChat } from './OpenChat.tsx'
import { pageTitle } from './pageTitle.ts'

type Props = { chatId: string; me: Self; isMembersOpen: boolean; askedNumber: number | undefined }

/** The chat of this address, when there is one for this user. */
export function ChatPane({ chatId, me, isMembersOpen, askedNumber }: Props) {
  const { sync } = useLive()
  const queryClient = useQueryClient()
  const { chats } = useChats()
  const { chat: read, error, refetch } = useChat(chatId)
  const chat = chats.find(({ id }) => id === chatId) ?? read
  const isDrawn = useInSteps(chat !== undefined)
  const isKnown = chat !== undefined
  useEffect(() => {
    // Most chats open at their end: it is asked for together with the chat.
    if (!isKnown && askedNumber === undefined) void queryClient.prefetchQuery(sync.windowQuery({ chatId }))
  }, [chatId, askedNumber, isKnown, queryClient, sync])
  if (chat && isDrawn) {
    return (
      <OpenChat
        key={`${chatId} ${askedNumber}`}
        chat={chat}
        members={read?.members}
        me={me}
        isMembersOpen={isMembersOpen}
        askedNumber={askedNumber}
      />
    )
  }
  if (!error) return <ChatSkeleton />
  const { reason, message } = faultOf(error)
  const isUnknown = reason === 'NOT_A_MEMBER' || reason === 'INVALID_INPUT'
  return (
    <>
      <BackLink className="m-1" />
      <title>{pageTitle([])}</title>
      {isUnknown ? (
        <Place isPage role="alert" title={t`This chat is not here.`} text={t`It was deleted, or you are not in it.`}>
          <Link href="/" className="touchable font-medium text-accent underline-offset-2 hover:underline">
            {t`Go to your chats`}
          </Link>
        </Place>
      ) : (
        <Place isPage role="alert" title={t`The chat could not be loaded.`} text={message}>
          <Button look="strong" onClick={() => void refetch()}>
            {t`Try again`}
          </Button>
        </Place>
      )}
    </>
  )
}
