import { Copy, MessageSquareDot, Pencil, SmilePlus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { classes } from '../ui/classes.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { EmojiButton } from './EmojiButton.tsx'

export type Verbs = {
  onReact: (emoji: string, on: boolean) => void
  onCopy: () => void
  onUnread: (() => void) | undefined
  onEdit: (() => void) | undefined
  onDelete: (() => void) | undefined
}

/** The first ones to choose from. */
export const usualReactions = ['👍', '❤️', '😂', '🎉', '👀', '✅']

/** What can be done with a message, at its upper right, for the pointer and the keyboard. */
export function MessageActions({ onReact, onCopy, onUnread, onEdit, onDelete }: Verbs) {
  const [isChoosing, setChoosing] = useState(false)
  return (
    <div
      role="toolbar"
      aria-label="Actions for this message"
      className={classes(
        'absolute -top-4 right-(--gutter) z-10 flex rounded-m border border-line bg-paper p-0.5 shadow-float touch:hidden',
        !isChoosing && 'invisible group-focus-within:visible group-hover:visible',
      )}
    >
      {usualReactions.slice(0, 2).map((emoji) => (
        <IconButton key={emoji} label={`React with ${emoji}`} onClick={() => onReact(emoji, true)}>
          <span className="text-md">{emoji}</span>
        </IconButton>
      ))}
      <EmojiButton label="Add a reaction" onChoose={(emoji) => onReact(emoji, true)} onOpenChange={setChoosing}>
        <SmilePlus aria-hidden />
      </EmojiButton>
      <IconButton label="Copy the text" onClick={onCopy}>
        <Copy aria-hidden />
      </IconButton>
      {onUnread && (
        <IconButton label="Mark unread from here" onClick={onUnread}>
          <MessageSquareDot aria-hidden />
        </IconButton>
      )}
      {onEdit && (
        <IconButton label="Edit" onClick={onEdit}>
          <Pencil aria-hidden />
        </IconButton>
      )}
      {onDelete && (
        <IconButton label="Delete" look="alarm" onClick={onDelete}>
          <Trash2 aria-hidden />
        </IconButton>
      )}
    </div>
  )
}
