import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import type { ShownMessage } from '../live/shown.ts'
import { useRowTabIndex } from './rowStop.ts'

type Props = {
  message: ShownMessage
  onRetry: () => void
  onDiscard: () => void
}

/** Why a message of one's own was not sent, and what can be done about it. */
export function MessageState({ message: { state, fault = '' }, onRetry, onDiscard }: Props) {
  const tabIndex = useRowTabIndex()
  if (state !== 'failed') return null
  const button = 'touchable rounded-s font-medium underline underline-offset-2 hover:no-underline touch:py-3 phone:py-3'
  return (
    <p role="alert" className="flex flex-wrap items-center gap-x-3 text-sm text-alarm">
      <span>{t`Not sent. ${{ fault: i18n._(fault) }}`}</span>
      <span className="flex gap-x-3">
        <button type="button" tabIndex={tabIndex} onClick={onRetry} className={button}>
          {t`Retry`}
        </button>
        <button type="button" tabIndex={tabIndex} onClick={onDiscard} className={button}>
          {t`Discard`}
        </button>
      </span>
    </p>
  )
}
