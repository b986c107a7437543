import { memo, use } from 'react'
import { classes } from '../ui/classes.ts'
import { isOnlyEmoji } from './emoji.ts'
import { pieces } from './links.ts'
import { withNames } from './mention.ts'
import { NamedContext } from './NamedContext.ts'

const action = '/me '

/** A text as it was typed. It is never read as anything but text. */
export const MessageText = memo(function MessageText({ text, author }: { text: string; author: string }) {
  const isAction = text.startsWith(action) && text.trim() !== action.trim()
  return (
    <span
      dir="auto"
      className={classes(
        'wrap-anywhere whitespace-pre-wrap [unicode-bidi:plaintext]',
        isAction && 'text-ink-2 italic',
        isOnlyEmoji(text) && 'text-emoji',
      )}
    >
      {isAction && `${author} `}
      {pieces(isAction ? text.slice(action.length) : text).map(({ text: piece, href }, index) =>
        href === undefined ? (
          <Words key={index} text={piece} />
        ) : (
          <a
            key={index}
            href={href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className="rounded-[3px] text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent"
          >
            {piece}
          </a>
        ),
      )}
    </span>
  )
})

function Words({ text }: { text: string }) {
  const named = use(NamedContext)
  return withNames(text, (username) => named.has(username)).map(({ text: piece, username }, index) => {
    if (username === undefined) return piece
    return (
      <span
        key={index}
        className={classes(
          'rounded-[4px] px-[3px] font-medium',
          named.get(username)?.isMe ? 'bg-signal/30' : 'bg-accent-soft text-accent-strong',
        )}
      >
        {piece}
      </span>
    )
  })
}
