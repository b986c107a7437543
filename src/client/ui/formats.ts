import { i18n } from '@lingui/core'

/** A format of Intl for the language that is spoken when it is asked for. */
export function formatOf<Format>(make: (locale: string) => Format): () => Format {
  let known: { locale: string; format: Format } | undefined
  return () => {
    const locale = String(i18n.locales ?? i18n.locale)
    if (known?.locale !== locale) known = { locale, format: make(locale) }
    return known.format
  }
}

const numberFormat = formatOf((locale) => new Intl.NumberFormat(locale))
const listFormat = formatOf((locale) => new Intl.ListFormat(locale))

/** 12,000 */
export const number = (value: number) => numberFormat().format(value)

/** Ada, Bob and Eve */
export const list = (names: string[]) => listFormat().format(names)
