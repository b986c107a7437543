import { ArrowDown } from 'lucide-react'
import { type KeyboardEvent, memo, type ReactNode, type Ref, useImperativeHandle, useMemo, useState } from 'react'
import { Virtualizer } from 'virtua'
import type { ShownMessage } from '../live/shown.ts'
import type { useMessages } from '../live/useMessages.ts'
import { useConnection } from '../live/useConnection.ts'
import type { Chat, Member } from '../trpc.ts'
import { classes } from '../ui/classes.ts'
import { useGrowth } from '../ui/useGrowth.ts'
import { Announcer } from './Announcer.tsx'
import { Happening } from './Happening.tsx'
import { MessageRow } from './MessageRow.tsx'
import { MessagesMissing } from './MessagesMissing.tsx'
import type { Opening } from './opening.ts'
import { type Row, rowsOf } from './rows.ts'
import { seenBy } from './seenBy.ts'
import { DayLine, NewLine } from './Separator.tsx'
import { headPx, useListScroll } from './useListScroll.ts'
import type { MessageVerbs } from './useMessageVerbs.ts'
import { useReading } from './useReading.ts'

/** What others may ask of the list. */
export type ListHandle = { toLatest: () => Promise<void> }

type Props = {
  chat: Chat
  members: Member[] | undefined
  meId: string
  opening: Opening
  list: ReturnType<typeof useMessages>
  editingId: string | undefined
  nameOf: (userId: string) => string
  verbs: MessageVerbs
  /** What stands above the first message. As high as what stands there while earlier ones are loaded. */
  beginning: ReactNode
  handle: Ref<ListHandle>
}

export function MessageList({
  chat,
  members,
  meId,
  opening,
  list,
  editingId,
  nameOf,
  verbs,
  beginning,
  handle,
}: Props) {
  const { state: connection } = useConnection()
  const { newFrom, onView } = useReading(chat, opening, meId)
  const { shown, isAtStart, generation } = useGrowth(list.messages)
  const rows = useMemo(() => rowsOf(shown, newFrom), [shown, newFrom])
  const { scroller, virtual, isAtEnd, isSettled, toEnd, onScroll, onScrollEnd, onResize } = useListScroll({
    rows,
    list,
    isOnline: connection === 'online',
    generation,
    opening,
    meId,
    onView,
  })
  const seen = useMemo(() => seenBy(list.messages, members ?? [], meId), [list.messages, members, meId])
  const isKnown = !list.isLoading && !(list.error && list.messages.length === 0)
  const [chosenId, setChosenId] = useState<string>()
  const chosenIndex = rows.findIndex(({ message }) => message.id === chosenId)
  const stopIndex = chosenIndex === -1 ? rows.length - 1 : chosenIndex

  function moveFocus(event: KeyboardEvent<HTMLElement>) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    const article = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-index]') : null
    if (step === undefined || !article || event.target !== article) return
    event.preventDefault()
    const next = Number(article.dataset['index']) + step
    const row = rows[next]
    if (!row) return
    setChosenId(row.message.id)
    virtual.current?.scrollToIndex(next, { align: 'nearest' })
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus({ preventScroll: true }),
    )
  }

  async function toLatest() {
    if (list.hasLater) await list.toLatest()
    toEnd()
  }
  useImperativeHandle(handle, () => ({ toLatest }))

  return (
    <div className="relative min-h-0 flex-1">
      <section
        ref={scroller}
        role="log"
        aria-live="off"
        aria-label={`Messages of ${chat.title}`}
        onKeyDown={moveFocus}
        className={classes(
          'flex h-full flex-col overflow-x-hidden overflow-y-auto overscroll-contain [overflow-anchor:none]',
          !isSettled && rows.length > 0 && 'opacity-0',
        )}
      >
        <div className="grow" />
        <div style={{ height: headPx }} className="flex shrink-0 flex-col justify-end">
          {list.hasEarlier ? <Earlier /> : isKnown && beginning}
        </div>
        <Virtualizer
          key={generation}
          ref={virtual}
          data={rows}
          scrollRef={scroller}
          startMargin={headPx}
          shift={isAtStart}
          bufferSize={800}
          keepMounted={stopIndex >= 0 ? [stopIndex] : []}
          onScroll={onScroll}
          onScrollEnd={onScrollEnd}
          onResize={onResize}
        >
          {({ message, startsDay, isNew, showsAuthor }: Row<ShownMessage>, index) => (
            <Item
              key={message.id}
              message={message}
              startsDay={startsDay}
              isNew={isNew}
              showsAuthor={showsAuthor}
              index={index}
              isTabStop={index === stopIndex}
              isTarget={opening.why === 'asked' && message.number === opening.at}
              isLast={index === rows.length - 1}
              meId={meId}
              isAdmin={chat.role !== 'member'}
              isEditing={message.id === editingId}
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
      {!isAtEnd && isKnown && (
        <button
          type="button"
          onClick={() => void toLatest()}
          className="absolute bottom-3 left-1/2 flex h-9 -translate-x-1/2 animate-[appear_120ms] items-center gap-2 rounded-full border border-line bg-paper px-4 text-sm font-medium shadow-float transition-colors hover:bg-hover phone:h-11"
        >
          <ArrowDown aria-hidden className="size-4" />
          {chat.unread > 0 ? <span className="text-alarm">{chat.unread} new</span> : 'Jump to latest'}
        </button>
      )}
      <Announcer messages={list.messages} meId={meId} />
    </div>
  )
}

type ItemProps = Row<ShownMessage> & {
  index: number
  isTabStop: boolean
  isTarget: boolean
  isLast: boolean
  meId: string
  isAdmin: boolean
  isEditing: boolean
  seenNames: string[] | undefined
  nameOf: (userId: string) => string
  verbs: MessageVerbs
}

const Item = memo(function Item(props: ItemProps) {
  const { message, startsDay, isNew, showsAuthor, index, isTabStop, isTarget, isLast, ...rest } = props
  return (
    <div className={classes(isLast && 'pb-5', showsAuthor && 'pt-2.5')}>
      {startsDay && <DayLine date={message.createdAt} />}
      {isNew && <NewLine />}
      <div
        role="article"
        aria-label={message.sender.displayName}
        data-index={index}
        tabIndex={isTabStop ? 0 : -1}
        className={classes('group -outline-offset-2', isTarget && 'animate-[told_2s_1]')}
      >
        {message.kind === 'system' ? (
          <Happening message={message} meId={rest.meId} />
        ) : (
          <MessageRow message={message} showsAuthor={showsAuthor} {...rest} />
        )}
      </div>
    </div>
  )
})

function Earlier() {
  return (
    <div role="status" aria-label="Earlier messages are loading" className="space-y-4 px-(--gutter) py-3">
      {[64, 38].map((width) => (
        <div key={width} className="flex gap-3">
          <div className="size-10 rounded-[13px] bg-hover" />
          <div className="flex-1 space-y-2 pt-1">
            <div className="h-3 w-28 rounded-s bg-hover" />
            <div style={{ width: `${width}%` }} className="h-3 rounded-s bg-hover" />
          </div>
        </div>
      ))}
    </div>
  )
}
