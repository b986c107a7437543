import { t } from '@lingui/core/macro'
import { type ReactNode, useEffect, useEffectEvent, useImperativeHandle, useMemo, useState } from 'react'
import { Virtualizer } from 'virtua'
import type { ShownMessage } from '../live/shown.ts'
import { useConnection } from '../live/useConnection.ts'
import type { Chat, Member } from '../trpc.ts'
import { classes } from '../ui/classes.ts'
import { Late, lazily } from '../ui/lazily.tsx'
import { useGrowth } from '../ui/useGrowth.ts'
import { useInSteps } from '../ui/useInSteps.ts'
import { MessageListEarlier } from './MessageListEarlier.tsx'
import { MessageListItem } from './MessageListItem.tsx'
import { MessageListPills } from './MessageListPills.tsx'
import { MessagesMissing } from './MessagesMissing.tsx'
import { headPx, type Opening } from './opening.ts'
import { type Row, rowsOf } from './rows.ts'
import { seenBy } from './seenBy.ts'
import type { Jumps } from './useListJumps.ts'
import { useListKeys } from './useListKeys.ts'
import { useListScroll } from './useListScroll.ts'
import type { MessageVerbs } from './useMessageVerbs.ts'
import { useReading } from './useReading.ts'

const MessageListDay = lazily(async () => (await import('./MessageListDay.tsx')).MessageListDay)
const Announcer = lazily(async () => (await import('./Announcer.tsx')).Announcer)

const none: ShownMessage[] = []

const aboveEditedPx = 120

type Props = {
  chat: Chat
  members: Member[] | undefined
  meId: string
  jumps: Jumps
  editingId: string | undefined
  nameOf: (userId: string) => string
  verbs: MessageVerbs
  /** What stands above the first message. As high as what stands there while earlier ones are loaded. */
  beginning: ReactNode
  /** Where Escape goes. */
  onLeave: () => void
}

export function MessageList({ chat, members, meId, jumps, editingId, nameOf, verbs, beginning, onLeave }: Props) {
  const { state: connection } = useConnection()
  const { opening, visit, list, handle, goTo, toLatest, back } = jumps
  const { newFrom, isNewBelow, top, onView } = useReading(chat, jumps, meId)
  const isDrawn = useInSteps(list.messages.length > 0, false)
  const { shown, isAtStart, generation } = useGrowth(isDrawn ? list.messages : none)
  const rows = useMemo(() => rowsOf(shown, newFrom, meId), [shown, newFrom, meId])
  const {
    scroller,
    virtual,
    isAtEnd,
    isSettled,
    hasMovedOn,
    toEnd,
    placeNow,
    show,
    turnPage,
    onScroll,
    onScrollEnd,
    onResize,
    heldRef,
  } = useListScroll({
    rows,
    list,
    isOnline: connection === 'online',
    generation,
    opening,
    isOpen: jumps.isOpen,
    visit,
    chatId: chat.id,
    meId,
    onReach: jumps.trim,
    onView,
  })
  const isBuffered = useInSteps(isSettled || visit > 0, false)
  const seen = useMemo(() => seenBy(list.messages, members ?? [], meId), [list.messages, members, meId])
  const isKnown = !list.isLoading && !(list.error && list.messages.length === 0)
  const [target, setTarget] = useState<number | undefined>(opening.why === 'asked' ? opening.at : undefined)
  const { stopIndex, focusNumber, listKeys } = useListKeys({
    rows,
    scroller,
    virtual,
    onFirst: () => void goTo(1),
    onLatest: () => void toLatest().then(() => focusNumber(chat.lastNumber)),
    onLeave,
  })

  useImperativeHandle(handle, () => ({
    hasMovedOn,
    toEnd,
    place: placeNow,
    turnPage,
    show(next) {
      const index = rows.findIndex(({ message }) => message.number === next.at)
      if (index === -1) return false
      show(index, next.offset)
      tellOf(next)
      return true
    },
  }))

  // Who writes meanwhile means the composer, and not the single keys of a message: a pointer leaves the focus alone.
  async function goDown(isByKey: boolean) {
    const unread = isNewBelow && chat.unread > 0 ? newFrom : undefined
    await (unread === undefined ? toLatest() : goTo(unread, 'unread'))
    if (isByKey) focusNumber(unread ?? chat.lastNumber)
  }

  async function goBack(isByKey: boolean) {
    const number = await back?.()
    if (isByKey && number !== undefined) focusNumber(number)
  }

  function tellOf({ at, why }: Opening) {
    if (at === undefined || why !== 'asked') return
    setTarget(at)
    focusNumber(at)
  }
  const editedIndex = editingId === undefined ? -1 : rows.findIndex(({ message }) => message.id === editingId)
  const showEdited = useEffectEvent(() => {
    const row = scroller.current?.querySelector(`[data-index="${editedIndex}"]`)
    const { top = 0, bottom = 0 } = scroller.current?.getBoundingClientRect() ?? {}
    const place = row?.getBoundingClientRect()
    const isSeen = place && place.top < bottom && place.bottom > top
    if (editedIndex !== -1 && !isSeen) show(editedIndex, -aboveEditedPx)
  })
  useEffect(() => {
    if (editingId !== undefined) showEdited()
  }, [editingId])

  const tellOfVisit = useEffectEvent(() => tellOf(opening))
  useEffect(() => {
    if (visit > 0) tellOfVisit()
  }, [visit])

  return (
    <div className="relative min-h-0 flex-1">
      <section
        ref={scroller}
        role="log"
        aria-live="off"
        aria-label={t`Messages of ${{ title: chat.title }}`}
        {...listKeys}
        className={classes(
          'flex h-full flex-col overflow-x-hidden overflow-y-auto overscroll-contain [overflow-anchor:none]',
          !isSettled && rows.length > 0 && 'opacity-0',
        )}
      >
        <div className="grow" />
        <div style={{ height: headPx }} className="flex shrink-0 flex-col justify-end">
          {list.hasEarlier ? <MessageListEarlier /> : isKnown && beginning}
        </div>
        <Virtualizer
          key={`${visit} ${generation}`}
          ref={virtual}
          data={rows}
          scrollRef={scroller}
          startMargin={headPx}
          shift={isAtStart}
          bufferSize={isBuffered ? 800 : 0}
          keepMounted={[stopIndex, editedIndex].filter((index) => index >= 0)}
          onScroll={onScroll}
          onScrollEnd={onScrollEnd}
          onResize={onResize}
        >
          {({ message, startsDay, isNew, showsAuthor }: Row<ShownMessage>, index) => (
            <MessageListItem
              key={message.id}
              heldRef={heldRef}
              message={message}
              startsDay={startsDay}
              isNew={isNew}
              showsAuthor={showsAuthor}
              index={index}
              isTabStop={index === stopIndex}
              isTarget={message.number === target}
              isLast={index === rows.length - 1}
              meId={meId}
              isAdmin={chat.role !== 'member'}
              isEditing={isSettled && message.id === editingId}
              seenNames={message.id === seen?.id ? seen.names : undefined}
              nameOf={nameOf}
              verbs={verbs}
            />
          )}
        </Virtualizer>
      </section>
      {!isKnown && (
        <MessagesMissing error={list.error} isOffline={connection === 'offline'} onRetry={() => void list.refetch()} />
      )}
      {isKnown && (
        <MessageListPills
          unread={chat.unread}
          isAtEnd={isAtEnd}
          onDown={(isByKey) => void goDown(isByKey)}
          onBack={back && ((isByKey) => void goBack(isByKey))}
        />
      )}
      {!isAtEnd && top && (
        <Late>
          <MessageListDay chat={chat} day={top.createdAt} />
        </Late>
      )}
      <Late>
        <Announcer chat={chat} messages={list.messages} isAtLatest={isKnown && !list.hasLater} meId={meId} />
      </Late>
    </div>
  )
}
