import { t } from '@lingui/core/macro'
import type { Chat } from '../trpc.ts'
import { Menu, MenuItem } from '../ui/Menu.tsx'

export type NotifyChange = { notify?: Chat['notify']; mutedUntil?: Date | null }

type Props = {
  chat: Chat
  isMuted: boolean
  anchor: Element
  onChoose: (change: NotifyChange) => void
  onClose: () => void
}

const hour = 3_600_000

export function NotifyChoices({ chat: { notify }, isMuted, anchor, onChoose, onClose }: Props) {
  const silence = (hours: number) => onChoose({ mutedUntil: new Date(Date.now() + hours * hour) })
  return (
    <Menu label={t`Notifications of this chat`} anchor={anchor} onClose={onClose}>
      <MenuItem isChosen={notify === 'all'} onChoose={() => onChoose({ notify: 'all' })}>
        {t`Everything`}
      </MenuItem>
      <MenuItem isChosen={notify === 'mentions'} onChoose={() => onChoose({ notify: 'mentions' })}>
        {t`Only what names you`}
      </MenuItem>
      <MenuItem isChosen={notify === 'nothing'} onChoose={() => onChoose({ notify: 'nothing' })}>
        {t`Nothing`}
      </MenuItem>
      {isMuted ? (
        <MenuItem onChoose={() => onChoose({ mutedUntil: null })}>{t`End the silence`}</MenuItem>
      ) : (
        <>
          <MenuItem onChoose={() => silence(1)}>{t`Silence for an hour`}</MenuItem>
          <MenuItem onChoose={() => silence(8)}>{t`Silence for 8 hours`}</MenuItem>
        </>
      )}
    </Menu>
  )
}
