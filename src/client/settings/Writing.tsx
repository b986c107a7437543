import { Choices } from '../ui/Choices.tsx'
import { prefer, usePreferences } from './preferences.ts'

export function Writing() {
  const { undoSeconds } = usePreferences()
  return (
    <Choices
      label="Undo sending"
      hint="A message waits for so long before it is sent, and can be taken back meanwhile."
      choices={[
        { value: 0, label: 'Off' },
        { value: 5, label: '5 seconds' },
        { value: 10, label: '10 seconds' },
      ]}
      chosen={undoSeconds}
      onChoose={(next) => prefer({ undoSeconds: next })}
    />
  )
}
