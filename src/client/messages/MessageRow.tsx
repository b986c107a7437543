import { t } from '@lingui/core/macro'
import { useState } from 'react'
import type { ShownMessage } from '../live/shown.ts'
import { PersonAvatar } from '../people/PersonAvatar.tsx'
import type { Message } from '../trpc.ts'
import { classes } from '../ui/classes.ts'
import { Late, lazily } from '../ui/lazily.tsx'
import { Time } from '../ui/Time.tsx'
import { useLongPress } from '../ui/useLongPress.ts'
import { MessageState } from './MessageState.tsx'
import { MessageText } from './MessageText.tsx'
import { Quote } from './Quote.tsx'
import { Reactions } from './Reactions.tsx'
import { Seen } from './Seen.tsx'
import { useMessageRow } from './useMessageRow.ts'
import type { MessageVerbs } from './useMessageVerbs.ts'
import { Waiting } from './Waiting.tsx'

const EditBox = lazily(async () => (await import('./EditBox.tsx')).EditBox, { isSoon: true })
const MessageActions = lazily(async () => (await import('./MessageActions.tsx')).MessageActions, { isSoon: true })
const MessageMenu = lazily(async () => (await import('./MessageMenu.tsx')).MessageMenu)
const MessageSheet = lazily(async () => (await import('./MessageSheet.tsx')).MessageSheet)

type Props = {
  message: ShownMessage
  showsAuthor: boolean
  meId: string
  /** May take away what others said. */
  isAdmin: boolean
  isEditing: boolean
  /** Who has read it, on the newest one of the reader's own that somebody has. */
  seenNames: string[] | undefined
  /** What it answers: null when that is not here any more, undefined while nobody knows. */
  quoted?: Message | null | undefined
  nameOf: (userId: string) => string
  verbs: MessageVerbs
}

export function MessageRow({
  message,
  showsAuthor,
  meId,
  isAdmin,
  isEditing,
  seenNames,
  quoted,
  nameOf,
  verbs,
}: Props) {
  const [isPressed, setPressed] = useState(false)
  const press = useLongPress(() => setPressed(true))
  const { sender, text, createdAt, editedAt, deletedAt, reactions, replyTo, state } = message
  const isMine = sender.id === meId
  const canAct = state === 'stored' && deletedAt === null && !isEditing
  const isForMe = message.mentions.includes(meId)
  const isWaiting = state === 'waiting' || state === 'sending'
  const actions = {
    onReact: (emoji: string, on: boolean) => verbs.react(message, emoji, on),
    onReply: () => verbs.reply(message),
    onCopy: () => verbs.copy(message),
    onUnread: isMine ? undefined : () => verbs.unread(message),
    onEdit: isMine ? () => verbs.edit(message) : undefined,
    onDelete: isMine || isAdmin ? () => verbs.askToDelete(message) : undefined,
  }
  const { row, isNear, isReacting, setReacting, spot, closeMenu } = useMessageRow(actions, canAct)

  return (
    <div
      ref={row}
      {...(canAct && press)}
      className={classes(
        'relative grid grid-cols-[40px_minmax(0,1fr)] gap-x-3 px-(--gutter) py-0.5 touch:select-none',
        'hover:bg-desk has-[:focus-visible]:bg-desk',
        isForMe &&
          'bg-signal-soft/60 shadow-[inset_3px_0_var(--color-signal)] rtl:shadow-[inset_-3px_0_var(--color-signal)] hover:bg-signal-soft/80',
        isPressed && 'bg-desk',
      )}
    >
      {showsAuthor ? (
        <>
          <span className="row-span-2 pt-0.5">
            <PersonAvatar person={sender} size="message" />
          </span>
          <p className="flex min-w-0 items-baseline gap-2">
            <span dir="auto" className="truncate font-strong">
              {sender.displayName}
            </span>
            {sender.kind === 'guest' && <span className="text-xs text-ink-3">{t`guest`}</span>}
            <Time date={createdAt} className="shrink-0 text-xs text-ink-3" />
          </p>
        </>
      ) : (
        <Time
          date={createdAt}
          className="justify-self-end pt-0.75 text-xs whitespace-nowrap text-ink-3 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100"
        />
      )}
      <div className="col-start-2 max-w-[72ch]">
        {replyTo !== null && !deletedAt && <Quote quoted={quoted} meId={meId} />}
        {isEditing ? (
          <Late fallback={<MessageText text={text} author={sender.displayName} />} onFault={verbs.stopEditing}>
            <EditBox
              id={message.id}
              text={text}
              onSave={(typed) => verbs.save(message, typed)}
              onClose={verbs.stopEditing}
            />
          </Late>
        ) : deletedAt ? (
          <span className="text-ink-3 italic">{t`This message was deleted.`}</span>
        ) : (
          <div className={isWaiting ? 'waits' : undefined}>
            <MessageText
              text={text}
              author={sender.displayName}
              after={
                <>
                  {editedAt && <span className="ms-1.5 text-xs text-ink-3 select-none">{t`edited`}</span>}
                  {seenNames && <Seen names={seenNames} />}
                  {state === 'waiting' && <Waiting id={message.id} onUndo={() => verbs.takeBack(message)} />}
                </>
              }
            />
          </div>
        )}
        <MessageState message={message} onRetry={() => verbs.retry(message)} onDiscard={() => verbs.discard(message)} />
        {reactions.length > 0 && (
          <Reactions reactions={reactions} meId={meId} nameOf={nameOf} onReact={actions.onReact} />
        )}
      </div>
      {canAct && isNear && (
        <Late>
          <MessageActions verbs={actions} isReacting={isReacting} onReacting={setReacting} />
        </Late>
      )}
      {spot && (
        <Late onFault={closeMenu}>
          <MessageMenu verbs={actions} author={sender.displayName} spot={spot} onClose={closeMenu} />
        </Late>
      )}
      {isPressed && (
        <Late onFault={() => setPressed(false)}>
          <MessageSheet verbs={actions} author={sender.displayName} onClose={() => setPressed(false)} />
        </Late>
      )}
    </div>
  )
}
