import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Emoji } from 'emojibase'
import type { Plugin } from 'vite'
import { oneSpelling } from './src/client/messages/emoji.ts'
import { plainWords } from './src/client/ui/emojiWords.ts'

type Annotations = Record<string, { default?: string[]; tts?: string[] }>

const { resolve } = createRequire(import.meta.url)
const read = (file: string) => JSON.parse(readFileSync(resolve(file), 'utf8'))

/** What the emoji are called in the language of a catalogue is `xx.po?emoji`: a line each, all languages in one order. */
export function emojiNames(): Plugin {
  return {
    name: 'emoji-names',
    load: {
      filter: { id: /\.po\?emoji$/ },
      handler(id) {
        const language = path.basename(id, '.po?emoji')
        const lines = language === 'en' ? englishLines() : linesIn(language)
        return { code: `export const lines = ${JSON.stringify(lines.join('\n'))}`, moduleType: 'js' }
      },
    },
  }
}

/** What the picker asks of emojibase, without what it does not use. */
export function emojiShown(): string {
  const shown = emojis().map(({ emoji, label, group, subgroup, version, skins }) => ({
    emoji,
    label,
    group,
    subgroup,
    version,
    ...(skins && {
      skins: skins.flatMap((skin) => (typeof skin.tone === 'number' ? [{ emoji: skin.emoji, tone: skin.tone }] : [])),
    }),
  }))
  return JSON.stringify(shown)
}

/** The sign, its name, the short names that people know from elsewhere, further words. */
function englishLines(): string[] {
  const short: Record<string, string | string[]> = read('emojibase-data/en/shortcodes/github.json')
  return emojis().map(({ emoji, label, hexcode, tags = [] }) => {
    const names = [short[hexcode] ?? []].flat()
    const name = label.replace(/^flag: /, '')
    return [oneSpelling(emoji), large(name), names.join(' '), furtherWords(tags, [name, ...names])].join('\t')
  })
}

/** The name, further words. CLDR gives no names to flags of countries, nor to what is composed of others. */
function linesIn(language: string): string[] {
  const { annotations } = read(`cldr-annotations-full/annotations/${language}/annotations.json`).annotations
  const known: Annotations = annotations
  const find = (sign: string) => known[sign] ?? known[sign.replaceAll('\uFE0F', '')]
  const countries = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' })
  const flag = find('🏁')?.default?.filter((word) => find('🚩')?.default?.includes(word)) ?? []
  const list = new Intl.ListFormat([language], { type: 'unit' })
  return emojis().map(({ emoji, label, tags = [] }) => {
    const country = label.startsWith('flag: ') && tags.find((tag) => /^[A-Z]{2}$/.test(tag))
    const parts = emoji.split('\u200D').flatMap((part) => find(part) ?? [])
    const found = find(emoji)
    const name =
      found?.tts?.[0] ||
      (country && countries.of(country)) ||
      list.format(parts.flatMap(({ tts = [] }) => tts)) ||
      label.replace(/^\w+: /, '')
    const words = found?.default ?? (country ? flag : parts.flatMap((part) => part.default ?? []))
    return [large(name), furtherWords(words, [name])].join('\t')
  })
}

function emojis(): Emoji[] {
  const all: Emoji[] = read('emojibase-data/en/data.json')
  return all.filter(({ group }) => group !== undefined)
}

/** Each once, and none with which a word of a name begins: that is found before it. */
function furtherWords(words: string[], names: string[]): string {
  const said = names.map((name) => ` ${plainWords(name)}`).join('')
  const plain = words.flatMap((word) => plainWords(word).split(' '))
  return [...new Set(plain)].filter((word) => word !== '' && !said.includes(` ${word}`)).join(' ')
}

const large = (name: string) => name.replace(/^\p{L}/u, (letter) => letter.toUpperCase())
