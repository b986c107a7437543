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
        label={t`Theme`}
        choices={[
          { value: 'system', label: t`System` },
          { value: 'light', label: t({ message: 'Light', context: 'theme' }) },
          { value: 'dark', label: t({ message: 'Dark', context: 'theme' }) },
        ]}
        chosen={theme}
        onChoose={(next) => prefer({ theme: next })}
      />
      <Switch
        label={t`High contrast`}
        hint={t`Black on white or white on black. On by itself when your system asks for it.`}
        isOn={contrast === 'high'}
        onChange={(isOn) => prefer({ contrast: isOn ? 'high' : 'system' })}
      />
      <Choices
        label={t`Density`}
        choices={[
          { value: 'comfortable', label: t`Comfortable` },
          { value: 'compact', label: t`Compact` },
        ]}
        chosen={density}
        onChoose={(next) => prefer({ density: next })}
      />
      <Choices
        label={t`Size of text`}
        choices={[
          { value: 'small', label: t`Small` },
          { value: 'normal', label: t`Normal` },
          { value: 'large', label: t`Large` },
          { value: 'larger', label: t`Larger` },
        ]}
        chosen={size}
        onChoose={(next) => prefer({ size: next })}
      />
    </div>
  )
}
