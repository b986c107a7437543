import { memo, type Ref, useId } from 'react'
import { useLanguage } from '../languages/language.ts'
import type { ShownMessage } from '../live/shown.ts'
import { classes } from '../ui/classes.ts'
import { Happening } from './Happening.tsx'
import { MessageRow } from './MessageRow.tsx'
import { readout } from './readout.ts'
import type { Row } from './rows.ts'
import { RowStop } from './rowStop.ts'
import { DayLine, NewLine } from './Separator.tsx'
import type { MessageVerbs } from './useMessageVerbs.ts'

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
  const { heldRef, message, startsDay, isNew, showsAuthor, index, isTabStop, isTarget, isLast, ...rest } = props
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
        aria-label={isSystem ? undefined : readout(message, rest.meId)}
        aria-labelledby={isSystem ? id : undefined}
        data-index={index}
        data-number={message.number}
        data-acts={canAct || undefined}
        tabIndex={isTabStop ? 0 : -1}
        className={classes('group -outline-offset-2', isTarget && 'animate-lit')}
      >
        {isSystem ? (
          <Happening message={message} meId={rest.meId} />
        ) : (
          <RowStop value={isTabStop}>
            <MessageRow message={message} showsAuthor={showsAuthor} {...rest} />
          </RowStop>
        )}
      </div>
    </div>
  )
})
