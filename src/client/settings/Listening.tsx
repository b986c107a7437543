import { t } from '@lingui/core/macro'
import { Choices } from '../ui/Choices.tsx'
import { prefer, usePreferences } from './preferences.ts'

export function Listening() {
  const { announcements } = usePreferences()
  return (
    <Choices
      label={t`Announcements for screen readers`}
      hint={t`What is said of messages that arrive. Several that arrive at once are said in one sentence. A direct message counts as naming you.`}
      choices={[
        { value: 'words', label: t`With their words` },
        { value: 'counts', label: t`Only how many and from whom` },
        { value: 'named', label: t`Only when I am named` },
        { value: 'nothing', label: t`Nothing` },
      ]}
      chosen={announcements}
      onChoose={(next) => prefer({ announcements: next })}
    />
  )
}
