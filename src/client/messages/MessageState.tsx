import { t } from '@lingui/core/macro'
import type { ShownMessage } from '../live/shown.ts'

type Props = {
  message: ShownMessage
  onRetry: () => void
  onDiscard: () => void
}

/** Why a message of one's own was not sent, and what can be done about it. */
export function MessageState({ message: { state, fault = '' }, onRetry, onDiscard }: Props) {
  if (state !== 'failed') return null
  const button = 'touchable rounded-s font-medium underline underline-offset-2 hover:no-underline phone:py-2'
  return (
    <p role="alert" className="flex flex-wrap items-center gap-x-1.5 text-sm text-alarm">
      <span>{t`Not sent. ${fault}`}</span>
      <button type="button" onClick={onRetry} className={button}>
        {t`Retry`}
      </button>
      <span aria-hidden>·</span>
      <button type="button" onClick={onDiscard} className={button}>
        {t`Discard`}
      </button>
    </p>
  )
}
