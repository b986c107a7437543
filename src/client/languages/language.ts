import { i18n, type Messages } from '@lingui/core'
import { useSyncExternalStore } from 'react'
import { tokensOf } from './tokens.ts'

/** By their own names, for whoever reads no other. */
export const languages = { en: 'English', de: 'Deutsch', ar: 'العربية' }

export type Language = keyof typeof languages

const catalogues = import.meta.glob<{ messages: Messages }>(['./*.po', '!./en.po'])
let wanted: Language | undefined

/** All is said in this language from now on. What cannot be loaded is not spoken. */
export async function speak(language: Language) {
  wanted = language
  const load = catalogues[`./${language}.po`]
  const catalogue = await load?.()
  if (wanted !== language) return
  globalThis.showLanguage?.(language)
  i18n.loadAndActivate({ locale: language, locales: localeOf(language), messages: catalogue?.messages ?? {} })
}

export function spoken(): Language {
  return i18n.locale as Language
}

/** For what shows words: it is shown anew when they are said in another language. */
export function useLanguage(): Language {
  return useSyncExternalStore(listen, spoken)
}

/** theme.js, which runs first, knows the direction of each. */
export function useDirection() {
  useLanguage()
  return document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr'
}

function listen(listener: () => void) {
  return i18n.on('change', listener)
}

/** The country is the reader's, for the order of a date; digits are the same everywhere. */
function localeOf(language: Language): string {
  const tag = new RegExp(`^${language}(-[A-Za-z]{2,4})*$`)
  const own = globalThis.navigator?.languages?.find((one) => tag.test(one))
  return `${own ?? (language === 'en' ? 'en-GB' : language)}-u-nu-latn`
}

// English stands in the code.
i18n.setMessagesCompiler(tokensOf)

declare global {
  // oxlint-disable-next-line no-var -- a global can only be declared so
  var showLanguage: ((language: Language) => void) | undefined
}
