import { t } from '@lingui/core/macro'
import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import { BackLink } from '../chats/BackLink.tsx'
import { ConnectionLine } from '../chats/ConnectionNotice.tsx'
import { pageTitle } from '../chats/pageTitle.ts'
import { useChats } from '../live/useChats.ts'
import { MessageText } from '../messages/MessageText.tsx'
import { PersonAvatar } from '../people/PersonAvatar.tsx'
import type { Self } from '../trpc.ts'
import { Button } from '../ui/Button.tsx'
import { classes } from '../ui/classes.ts'
import { Place } from '../ui/Place.tsx'
import { Time } from '../ui/Time.tsx'
import { useWhisper } from './useWhispers.ts'
import { WhisperBox } from './WhisperBox.tsx'

/** A conversation of which nothing is kept. */
export function WhisperPlace({ id, me }: { id: string; me: Self }) {
  const [, go] = useLocation()
  const { whisper, say, end, forget } = useWhisper(id)
  const { chats } = useChats()
  const bottom = useRef<HTMLDivElement>(null)
  const count = whisper?.said.length ?? 0
  useEffect(() => bottom.current?.scrollIntoView({ block: 'end' }), [count])

  if (!whisper) {
    return (
      <Place isPage title={t`This conversation off the record has ended.`} text={t`Nothing of it was kept.`}>
        <Button onClick={() => go('/')}>{t`Back to the chats`}</Button>
      </Place>
    )
  }

  const { peer, said } = whisper
  const { displayName } = peer
  function close() {
    forget()
    go('/')
  }

  return (
    <>
      <title>{pageTitle(chats, t`${displayName} · off the record`)}</title>
      <header className="flex h-16 shrink-0 items-center gap-3 border-b border-line px-4 phone:h-auto phone:gap-1 phone:px-1 phone:pt-[max(6px,env(safe-area-inset-top))] phone:pb-1.5 phone:pe-2">
        <BackLink />
        <PersonAvatar person={peer} size="row" />
        <div className="min-w-0 flex-1 phone:ms-2">
          <h1 dir="auto" className="truncate text-lg leading-6 font-strong tracking-tight">
            {displayName}
          </h1>
          <p className="truncate text-sm text-ink-3">{t`Off the record · nothing here is kept`}</p>
        </div>
        {!whisper.end && <Button onClick={end}>{t`End`}</Button>}
      </header>
      <div role="log" aria-label={t`Off the record`} className="flex min-h-0 flex-1 flex-col overflow-y-auto py-4">
        <p className="mx-auto max-w-[52ch] px-(--gutter) pb-4 text-center text-sm text-balance text-ink-3">
          {t`Only the two of you see this, and only now. It is stored nowhere and ends when either of you leaves.`}
        </p>
        {said.map((one, index) => {
          const isMine = one.senderId === me.id
          const author = isMine ? me : peer
          const isFirst = said[index - 1]?.senderId !== one.senderId
          return (
            <div
              key={one.id}
              className={classes('grid grid-cols-[40px_minmax(0,1fr)] gap-x-3 px-(--gutter) py-0.5', isFirst && 'mt-3')}
            >
              {isFirst && (
                <>
                  <span className="row-span-2 pt-0.5">
                    <PersonAvatar person={author} size="message" />
                  </span>
                  <p className="flex items-baseline gap-2">
                    <span dir="auto" className="truncate font-strong">
                      {author.displayName}
                    </span>
                    <Time date={one.at} className="text-xs text-ink-3" />
                  </p>
                </>
              )}
              <div className="col-start-2 max-w-[72ch]">
                <MessageText text={one.text} author={author.displayName} />
              </div>
            </div>
          )
        })}
        <div ref={bottom} />
      </div>
      {whisper.end ? (
        <div
          ref={takeLostFocus}
          role="status"
          tabIndex={-1}
          className="flex flex-wrap items-center justify-between gap-3 border-t border-line px-(--gutter) py-3"
        >
          <p className="text-ink-2">
            {whisper.end === 'left'
              ? t`${displayName} has left. Nothing of it was kept.`
              : t`This conversation has ended. Nothing of it was kept.`}
          </p>
          <Button onClick={close}>{t`Close`}</Button>
        </div>
      ) : (
        <>
          <ConnectionLine most={1} />
          <WhisperBox name={displayName} onSay={say} />
        </>
      )}
    </>
  )
}

/** Whoever was typing goes on in nothing: a button in its place would be pressed by the next key. */
function takeLostFocus(end: HTMLElement | null) {
  if (document.activeElement === document.body) end?.focus()
}
