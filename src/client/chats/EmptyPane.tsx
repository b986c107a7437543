import { t } from '@lingui/core/macro'
import { useChats } from '../live/useChats.ts'
import { Button } from '../ui/Button.tsx'
import { Place } from '../ui/Place.tsx'
import { pageTitle } from './pageTitle.ts'

/** No chat is chosen. */
export function EmptyPane({ onNew }: { onNew: () => void }) {
  const { chats, isLoading } = useChats()
  return (
    <>
      <title>{pageTitle(chats)}</title>
      {!isLoading && (
        <Place
          title={chats.length === 0 ? t`Nobody has said anything yet.` : t`Choose a chat.`}
          text={chats.length === 0 ? t`Find somebody, and say the first word.` : t`Or begin a new one.`}
        >
          <Button look={chats.length === 0 ? 'strong' : 'plain'} onClick={onNew}>
            {t`New chat`}
          </Button>
        </Place>
      )}
    </>
  )
}
