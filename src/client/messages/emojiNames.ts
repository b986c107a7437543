import { oneSpelling } from './emoji.ts'

export type NamedEmoji = { name: string; sign: string }
export type Naming = { start: number; part: string }

const most = 6
const fewestLetters = 2
let loading: Promise<NamedEmoji[]> | undefined

/** The names that people type between colons, as elsewhere: `tada`, `+1`. */
export function loadEmojiNames(): Promise<NamedEmoji[]> {
  loading ??= import('emojibase-data/en/shortcodes/github.json').then(({ default: names }) =>
    Object.entries(names).flatMap(([code, name]) => [name].flat().map((one) => ({ name: one, sign: signOf(code) }))),
  )
  loading.catch(() => (loading = undefined))
  return loading
}

/** What stands after a colon before the caret: an emoji that is being named. */
export function namingAt(text: string, caret: number): Naming | undefined {
  const part = /(?:^|[\s(]):([a-z\d_+-]*)$/i.exec(text.slice(0, caret))?.[1]
  return part === undefined || part.length < fewestLetters ? undefined : { start: caret - part.length - 1, part }
}

/** A name between two colons, just finished. */
export function namedAt(text: string, caret: number, names: NamedEmoji[]): (Naming & { sign: string }) | undefined {
  const part = /(?:^|[\s(]):([a-z\d_+-]+):$/i.exec(text.slice(0, caret))?.[1]
  const found = part && names.find(({ name }) => name === part.toLowerCase())
  return found ? { start: caret - part.length - 2, part: `${part}:`, sign: found.sign } : undefined
}

/** Those whose name begins so, then those in which a word of it does. */
export function emojiFor(names: NamedEmoji[], part: string): NamedEmoji[] {
  const wanted = part.toLowerCase()
  const first = names.filter(({ name }) => name.startsWith(wanted))
  const others = names.filter(({ name }) => !name.startsWith(wanted) && name.includes(`_${wanted}`))
  const shown = new Map<string, NamedEmoji>()
  const nearest = first.toSorted((one, other) => one.name.length - other.name.length)
  for (const found of [...nearest, ...others]) if (!shown.has(found.sign)) shown.set(found.sign, found)
  return [...shown.values()].slice(0, most)
}

function signOf(code: string): string {
  const sign = String.fromCodePoint(...code.split('-').map((one) => Number.parseInt(one, 16)))
  const isWhole = /^\p{RGI_Emoji}$/v.test(sign)
  return isWhole ? oneSpelling(sign) : `${sign}\uFE0F`
}
