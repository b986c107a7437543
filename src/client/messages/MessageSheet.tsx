import { Copy, MessageSquareDot, Pencil, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from '../ui/classes.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { usualReactions, type Verbs } from './MessageActions.tsx'

type Props = Verbs & { author: string; onClose: () => void }

/** What can be done with a message, for a finger. */
export function MessageSheet({ author, onReact, onCopy, onUnread, onEdit, onDelete, onClose }: Props) {
  const then = (act: () => void) => () => {
    onClose()
    act()
  }
  return (
    <Dialog title={`The message of ${author}`} hidesTitle onClose={onClose}>
      <div className="flex justify-between gap-1 border-b border-line p-3">
        {usualReactions.map((emoji) => (
          <button
            key={emoji}
            type="button"
            aria-label={`React with ${emoji}`}
            onClick={then(() => onReact(emoji, true))}
            className="grid size-12 place-items-center rounded-full bg-desk text-xl active:bg-hover"
          >
            {emoji}
          </button>
        ))}
      </div>
      <div className="p-2">
        <Choice onClick={then(onCopy)} icon={<Copy aria-hidden />}>
          Copy the text
        </Choice>
        {onUnread && (
          <Choice onClick={then(onUnread)} icon={<MessageSquareDot aria-hidden />}>
            Mark unread from here
          </Choice>
        )}
        {onEdit && (
          <Choice onClick={then(onEdit)} icon={<Pencil aria-hidden />}>
            Edit
          </Choice>
        )}
        {onDelete && (
          <Choice onClick={then(onDelete)} icon={<Trash2 aria-hidden />} isAlarm>
            Delete
          </Choice>
        )}
      </div>
    </Dialog>
  )
}

type ChoiceProps = { icon: ReactNode; isAlarm?: boolean; onClick: () => void; children: ReactNode }

function Choice({ icon, isAlarm = false, onClick, children }: ChoiceProps) {
  return (
    <button
      type="button"
      onClick={onClick}
      className={classes(
        'flex h-12 w-full items-center gap-3 rounded-m px-3 text-left active:bg-hover [&>svg]:size-5',
        isAlarm && 'text-alarm',
      )}
    >
      {icon}
      {children}
    </button>
  )
}
