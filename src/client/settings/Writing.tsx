import { plural, t } from '@lingui/core/macro'
import { Choices } from '../ui/Choices.tsx'
import { prefer, usePreferences } from './preferences.ts'

const seconds = (count: number) => plural(count, { one: '# second', other: '# seconds' })

export function Writing() {
  const { undoSeconds } = usePreferences()
  return (
    <Choices
      label={t`Undo sending`}
      hint={t`A message waits for so long before it is sent, and can be taken back meanwhile.`}
      choices={[
        { value: 0, label: t`Off` },
        { value: 5, label: seconds(5) },
        { value: 10, label: seconds(10) },
      ]}
      chosen={undoSeconds}
      onChoose={(next) => prefer({ undoSeconds: next })}
    />
  )
}
