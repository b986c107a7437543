import { t } from '@lingui/core/macro'
import { type Language, languages } from '../languages/language.ts'
import { Choices } from '../ui/Choices.tsx'
import { Switch } from '../ui/Switch.tsx'
import { prefer, usePreferences } from './preferences.ts'

const ownNames = Object.entries(languages).map(([lang, label]) => ({ value: lang as Language, label, lang }))

/** How this browser shows the app. */
export function Appearance() {
  const { language, theme, contrast, density, size } = usePreferences()
  return (
    <div className="flex flex-col gap-4">
      <Choices
        label={t`Language`}
        choices={[{ value: 'system', label: t`Same as the browser` }, ...ownNames]}
        chosen={language}
        onChoose={(next) => prefer({ language: next })}
      />
      <Choices
        label="Theme"
        choices={[
          { value: 'system', label: 'System' },
          { value: 'light', label: 'Light' },
          { value: 'dark', label: 'Dark' },
        ]}
        chosen={theme}
        onChoose={(next) => prefer({ theme: next })}
      />
      <Switch
        label="High contrast"
        hint="Black on white or white on black. On by itself when your system asks for it."
        isOn={contrast === 'high'}
        onChange={(isOn) => prefer({ contrast: isOn ? 'high' : 'system' })}
      />
      <Choices
        label="Density"
        choices={[
          { value: 'comfortable', label: 'Comfortable' },
          { value: 'compact', label: 'Compact' },
        ]}
        chosen={density}
        onChoose={(next) => prefer({ density: next })}
      />
      <Choices
        label="Size of text"
        choices={[
          { value: 'small', label: 'Small' },
          { value: 'normal', label: 'Normal' },
          { value: 'large', label: 'Large' },
          { value: 'larger', label: 'Larger' },
        ]}
        chosen={size}
        onChoose={(next) => prefer({ size: next })}
      />
    </div>
  )
}
