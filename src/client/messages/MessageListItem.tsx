import { memo, type Ref, useId } from 'react'
import { useLanguage } from '../languages/language.ts'
import type { ShownMessage } from '../live/shown.ts'
import type { Message } from '../trpc.ts'
import { classes } from '../ui/classes.ts'
import { Happening } from './Happening.tsx'
import { MessageRow } from './MessageRow.tsx'
import { readout } from './readout.ts'
import type { Row } from './rows.ts'
import { RowStop } from './rowStop.ts'
import { DayLine, NewLine } from './Separator.tsx'
import type { MessageVerbs } from './useMessageVerbs.ts'
import { useQuoted } from './useQuoted.ts'

type Props = Row<ShownMessage> & {
  heldRef: Ref<HTMLDivElement>
  index: number
  isTabStop: boolean
  /** It was jumped to. */
  isTarget: boolean
  isLast: boolean
  meId: string
  isAdmin: boolean
  isEditing: boolean
  seenNames: string[] | undefined
  nameOf: (userId: string) => string
  verbs: MessageVerbs
}

/** A message in the list, with what stands above it. */
export const MessageListItem = memo(function MessageListItem(props: Props) {
  const { replyTo } = props.message
  return replyTo === null ? <Item {...props} /> : <Answer {...props} replyTo={replyTo} />
})

/** Most messages answer none, and do without looking for one. */
function Answer({ replyTo, ...props }: Props & { replyTo: string }) {
  return <Item {...props} quoted={useQuoted(props.message.chatId, replyTo)} />
}

function Item(props: Props & { quoted?: Message | null | undefined }) {
  const { heldRef, message, startsDay, isNew, showsAuthor, index, isTabStop, isTarget, isLast, ...rest } = props
  const { meId, quoted, seenNames } = rest
  const id = useId()
  useLanguage()
  const isSystem = message.kind === 'system'
  const canAct = !isSystem && message.state === 'stored' && message.deletedAt === null && !rest.isEditing
  return (
    <div ref={heldRef} className={classes(isLast && 'pb-5', showsAuthor && 'pt-2.5')}>
      {startsDay && <DayLine date={message.createdAt} />}
      {isNew && <NewLine />}
      <div
        role="article"
        id={id}
        aria-label={isSystem ? undefined : readout(message, meId, { quoted, seenNames })}
        aria-labelledby={isSystem ? id : undefined}
        data-index={index}
        data-number={message.number}
        data-acts={canAct || undefined}
        tabIndex={isTabStop ? 0 : -1}
        className={classes('group -outline-offset-2', isTarget && 'animate-lit')}
      >
        {isSystem ? (
          <Happening message={message} meId={meId} />
        ) : (
          <RowStop value={isTabStop}>
            <MessageRow message={message} showsAuthor={showsAuthor} {...rest} />
          </RowStop>
        )}
      </div>
    </div>
  )
}
