import { t } from '@lingui/core/macro'
import { usePreferences } from '../settings/preferences.ts'
import { nameOfKey } from '../ui/keyNames.ts'
import { Menu, MenuItem } from '../ui/Menu.tsx'
import { actionsOf, type Verbs } from './actions.ts'
import type { Spot } from './useMessageRow.ts'

type Props = { verbs: Verbs; author: string; spot: Spot; onClose: () => void }

/** What can be done with a message, where the pointer asked for it; below the message when a key did. */
export function MessageMenu({ verbs, author, spot, onClose }: Props) {
  const { singleKeys } = usePreferences()
  return (
    <Menu label={t`The message of ${author}`} anchor={spot} align="start" focusAfter={spot.article} onClose={onClose}>
      {actionsOf(verbs).map(({ label, key, Icon, act, isAlarm }) => (
        <MenuItem
          key={label}
          isAlarm={isAlarm ?? false}
          onChoose={() => {
            onClose()
            // The message has the focus again before it is led elsewhere.
            setTimeout(act)
          }}
        >
          <Icon aria-hidden className="-me-3 size-[18px]" />
          {label}
          {singleKeys && <kbd className="ms-auto font-sans text-xs text-ink-3 touch:hidden">{nameOfKey(key).sign}</kbd>}
        </MenuItem>
      ))}
    </Menu>
  )
}
