import { readFileSync } from 'node:fs'
import PO from 'pofile'
import type { Language } from '../../schemas.ts'

type Values = Record<string, string>
type Words = { _: (sentence: string, values?: Values) => string }

const catalogues = new Map<Language, Map<string, string>>()

/**
 * For what the server says to a person: `const i18n = wordsIn(language)` and then `i18n._('Hello {name}', { name })`. The English
 * stands where it is said, and `npm run strings` finds it there by these names.
 */
export function wordsIn(language: Language): Words {
  const catalogue = catalogues.get(language) ?? catalogueOf(language)
  catalogues.set(language, catalogue)
  return {
    _: (sentence, values = {}) =>
      (catalogue.get(sentence) ?? sentence).replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? ''),
  }
}

function catalogueOf(language: Language): Map<string, string> {
  if (language === 'en') return new Map()
  const { items } = PO.parse(readFileSync(new URL(`${language}.po`, import.meta.url), 'utf8'))
  return new Map(items.flatMap(({ msgid, msgstr: [said] }) => (said ? [[msgid, said]] : [])))
}
