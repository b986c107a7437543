import { t } from '@lingui/core/macro'
import { Button } from './Button.tsx'
import { Place } from './Place.tsx'

/** Stands where something could not be shown. The rest of the page goes on. */
export function Broken() {
  return (
    <Place isPage role="alert" title={t`This could not be shown.`} text={t`Unsent messages in chats are kept.`}>
      <Button look="strong" onClick={() => location.reload()}>
        {t`Reload`}
      </Button>
    </Place>
  )
}
