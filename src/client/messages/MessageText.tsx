import { memo, type ReactNode } from 'react'
import { classes } from '../ui/classes.ts'
import { Late, lazily } from '../ui/lazily.tsx'
import { isOnlyEmoji } from './emoji.ts'
import { mayHaveMarks } from '../../marks.ts'
import { Words } from './Words.tsx'

const MarkedText = lazily(async () => (await import('./MarkedText.tsx')).MarkedText, { isSoon: true })

const action = '/me '

type Props = {
  text: string
  author: string
  /** Stands behind the last word. */
  after?: ReactNode
}

/** What was said, with the marks in it. It is never read as anything but text. */
export const MessageText = memo(function MessageText({ text, author, after }: Props) {
  const isAction = text.startsWith(action) && text.trim() !== action.trim()
  const words = isAction ? text.slice(action.length) : text
  const before = isAction && `${author} `
  const plain = (
    <div
      dir="auto"
      className={classes(
        'whitespace-pre-wrap in-[[dir=rtl]]:w-fit [unicode-bidi:plaintext]',
        isOnlyEmoji(text) && 'text-emoji',
      )}
    >
      {before}
      <Words text={words} />
      {after}
    </div>
  )
  return (
    <div className={classes('wrap-anywhere', isAction && 'text-ink-2 italic')}>
      {mayHaveMarks(words) ? (
        <Late fallback={plain}>
          <MarkedText text={words} before={before} after={after} plain={plain} />
        </Late>
      ) : (
        plain
      )}
    </div>
  )
})
