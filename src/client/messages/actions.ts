import { t } from '@lingui/core/macro'
import { Copy, CornerUpLeft, type LucideIcon, MessageSquareDot, Pencil, Trash2 } from 'lucide-react'

/** What the reader may do with a message; what he may not is undefined. */
export type Verbs = {
  onReact: (emoji: string, on: boolean) => void
  onReply: () => void
  onCopy: () => void
  onUnread: (() => void) | undefined
  onEdit: (() => void) | undefined
  onDelete: (() => void) | undefined
}

export type Action = { label: string; key: string; Icon: LucideIcon; act: () => void; isAlarm?: boolean }

/** The first ones to choose from. */
export const usualReactions = ['👍', '❤️', '😂', '🎉', '👀', '✅']

/** Opens all the others. */
export const reactKey = '+'

/** The same actions in the same order for the pointer, the finger and the keyboard. */
export function actionsOf({ onReply, onCopy, onUnread, onEdit, onDelete }: Verbs): Action[] {
  return [
    { label: t`Reply`, key: 'R', Icon: CornerUpLeft, act: onReply },
    { label: t`Copy the text`, key: 'C', Icon: Copy, act: onCopy },
    ...(onUnread ? [{ label: t`Mark unread from here`, key: 'U', Icon: MessageSquareDot, act: onUnread }] : []),
    ...(onEdit ? [{ label: t`Edit`, key: 'E', Icon: Pencil, act: onEdit }] : []),
    ...(onDelete ? [{ label: t`Delete`, key: 'Delete', Icon: Trash2, act: onDelete, isAlarm: true }] : []),
  ]
}
