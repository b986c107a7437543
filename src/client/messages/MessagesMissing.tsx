import { t } from '@lingui/core/macro'
import { faultOf } from '../fault.ts'
import { Button } from '../ui/Button.tsx'
import { Place } from '../ui/Place.tsx'
import { MessageSkeleton } from './MessageSkeleton.tsx'

type Props = { error: unknown; isOffline: boolean; onRetry: () => void }

/** In the place of messages that are not there yet, or could not be had. What is being written stays below. */
export function MessagesMissing({ error, isOffline, onRetry }: Props) {
  return (
    <div className="absolute inset-0 flex flex-col bg-paper">
      {error ? (
        <Place role="alert" title={t`The messages could not be loaded.`} text={faultOf(error).message}>
          <Button look="strong" onClick={onRetry}>
            {t`Try again`}
          </Button>
        </Place>
      ) : isOffline ? (
        <Place
          role="status"
          title={t`You are offline.`}
          text={t`The messages are loaded when you are connected again.`}
        />
      ) : (
        <div role="status" aria-label={t`The messages are loading`} className="late flex min-h-0 flex-1 flex-col">
          <MessageSkeleton />
        </div>
      )}
    </div>
  )
}
