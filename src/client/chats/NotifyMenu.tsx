import { t } from '@lingui/core/macro'
import { Bell, BellMinus, BellOff } from 'lucide-react'
import { useState } from 'react'
import { faultOf } from '../fault.ts'
import { type Chat, trpc } from '../trpc.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { Late, lazily } from '../ui/lazily.tsx'
import { fullTime } from '../ui/times.ts'
import { tellFault } from '../ui/toasts.ts'
import type { NotifyChange } from './NotifyChoices.tsx'

const NotifyChoices = lazily(async () => (await import('./NotifyChoices.tsx')).NotifyChoices)

/** What the reader is told of a chat. */
export function NotifyMenu({ chat }: { chat: Chat }) {
  const [anchor, setAnchor] = useState<Element>()
  const { mutate } = trpc.chats.notify.useMutation({
    onError: (error) => tellFault(faultOf(error).message),
  })
  const { id: chatId, notify } = chat
  const isMuted = isSilent(chat)
  const Icon = isMuted || notify === 'nothing' ? BellOff : notify === 'mentions' ? BellMinus : Bell

  function choose(change: NotifyChange) {
    setAnchor(undefined)
    mutate({ chatId, ...change })
  }

  return (
    <>
      <IconButton
        label={labelOf(chat, isMuted)}
        aria-haspopup="menu"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <Icon aria-hidden />
      </IconButton>
      {anchor && (
        <Late onFault={() => setAnchor(undefined)}>
          <NotifyChoices
            chat={chat}
            isMuted={isMuted}
            anchor={anchor}
            onChoose={choose}
            onClose={() => setAnchor(undefined)}
          />
        </Late>
      )}
    </>
  )
}

function isSilent({ mutedUntil }: Chat): boolean {
  return mutedUntil !== null && mutedUntil.getTime() > Date.now()
}

function labelOf({ notify, mutedUntil }: Chat, isMuted: boolean): string {
  if (isMuted && mutedUntil) return t`Notifications: silent until ${{ time: fullTime(mutedUntil) }}`
  if (notify === 'all') return t`Notifications: everything`
  return notify === 'mentions' ? t`Notifications: only what names you` : t`Notifications: nothing`
}
