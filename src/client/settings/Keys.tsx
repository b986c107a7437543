import { t } from '@lingui/core/macro'
import { Button } from '../ui/Button.tsx'
import { Switch } from '../ui/Switch.tsx'
import { prefer, usePreferences } from './preferences.ts'

export function Keys({ onKeys }: { onKeys: () => void }) {
  const { singleKeys } = usePreferences()
  return (
    <div className="flex flex-col items-start gap-3 *:first:self-stretch">
      <Switch
        label={t`Single keys`}
        hint={t`A key alone does something: “?” shows the keys, R replies to the chosen message. Turn it off if you dictate, or often press keys by chance.`}
        isOn={singleKeys}
        onChange={(next) => prefer({ singleKeys: next })}
      />
      <Button look="quiet" onClick={onKeys} className="-ms-4">{t`Show the keys`}</Button>
    </div>
  )
}
