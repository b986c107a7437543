import type { ShownMessage } from '../live/shown.ts'

type Props = {
  message: ShownMessage
  onRetry: () => void
  onDiscard: () => void
}

/** The truth about a message of one's own that is not stored yet. */
export function MessageState({ message: { state, fault }, onRetry, onDiscard }: Props) {
  if (state === 'waiting') return <span className="ml-1.5 text-xs text-ink-3">waiting…</span>
  if (state !== 'failed') return null
  const button = 'rounded-s font-medium underline underline-offset-2 hover:no-underline phone:py-2'
  return (
    <p role="alert" className="flex flex-wrap items-center gap-x-1.5 text-sm text-alarm">
      <span>Not sent. {fault}</span>
      <button type="button" onClick={onRetry} className={button}>
        Retry
      </button>
      <span aria-hidden>·</span>
      <button type="button" onClick={onDiscard} className={button}>
        Discard
      </button>
    </p>
  )
}
