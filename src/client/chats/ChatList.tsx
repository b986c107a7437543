import { t } from '@lingui/core/macro'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { faultOf } from '../fault.ts'
import { useChats } from '../live/useChats.ts'
import { Button } from '../ui/Button.tsx'
import { ChatRow } from './ChatRow.tsx'
import { shownChats } from './isShown.ts'

type Props = { meId: string; openId: string | undefined; onNew: () => void }

export function ChatList({ meId, openId, onNew }: Props) {
  const { chats, isLoading, error, refetch } = useChats()
  const shown = shownChats(chats, meId, openId)
  const list = useRef<HTMLUListElement>(null)
  const isThere = shown.length > 0
  useEffect(() => {
    if (isThere) list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })
  }, [isThere, openId])
  if (isLoading) return <Skeleton />
  if (error) {
    return (
      <div role="alert" className="flex flex-col items-start gap-3 p-3 text-sm text-ink-2">
        {t`Your chats could not be loaded.`} {faultOf(error).message}
        <Button onClick={() => refetch()}>{t`Try again`}</Button>
      </div>
    )
  }
  if (shown.length === 0) {
    return (
      <div className="flex flex-col items-start gap-3 p-3 text-sm text-ink-2">
        {t`You have no chats yet. Find somebody to talk to.`}
        <Button look="strong" onClick={onNew}>
          {t`New chat`}
        </Button>
      </div>
    )
  }
  return (
    <ul ref={list} onKeyDown={moveFocus}>
      {shown.map((chat) => (
        <li key={chat.id} className="[contain-intrinsic-height:auto_54px] [content-visibility:auto]">
          <ChatRow chat={chat} meId={meId} isOpen={chat.id === openId} />
        </li>
      ))}
    </ul>
  )
}

/** The arrows go from chat to chat. */
function moveFocus(event: KeyboardEvent<HTMLUListElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined) return
  const links = [...event.currentTarget.querySelectorAll('a')]
  const next = links[links.findIndex((link) => link === document.activeElement) + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}

function Skeleton() {
  return (
    <div role="status" aria-label={t`Your chats are loading`} className="late">
      {[70, 45, 60, 52, 38].map((width) => (
        <div key={width} className="flex items-center gap-3 px-2 py-2.25">
          <div className="size-9 rounded-face bg-hover" />
          <div className="flex-1 space-y-2">
            <div style={{ width: `${width}%` }} className="h-3 rounded-s bg-hover" />
            <div className="h-2.5 w-4/5 rounded-s bg-hover" />
          </div>
        </div>
      ))}
    </div>
  )
}
