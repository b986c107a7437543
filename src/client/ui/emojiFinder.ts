import { nameBetweenColons, plainWords } from './emojiWords.ts'

export type NamedEmoji = {
  sign: string
  label: string
  /** What may stand between colons: the reader's name, short ones, the English one. */
  names: string[]
  /** The same as they are compared, each after a space, and what else is found under. */
  plainNames: string[]
  keywords: string
}
export type FoundEmoji = { sign: string; label: string; name: string }
export type EmojiFinder = Awaited<ReturnType<typeof make>>

const sources = import.meta.glob<{ lines: string }>('../languages/*.po', { query: '?emoji' })
const fewestInside = 4
const finders = new Map<string, Promise<EmojiFinder>>()

/** Knows the emoji by their names in a language and in English. */
export function emojiFinder(language: string): Promise<EmojiFinder> {
  const known = finders.get(language)
  if (known) return known
  const finder = make(language)
  finders.set(language, finder)
  finder.catch(() => finders.delete(language))
  return finder
}

async function make(language: string) {
  const [english, own] = await Promise.all([linesIn('en'), language === 'en' ? undefined : linesIn(language)])
  const all = english.map((line, index) => named(line, own?.[index]))
  return {
    all,
    find: (wanted: string) => find(all, plainWords(wanted)),
    /** The sign with just this name, as the reader says it rather than as others do. */
    named: (name: string) => {
      const plain = ` ${plainWords(name)}`
      const called = all.map(({ sign, plainNames }) => ({ sign, at: plainNames.indexOf(plain) }))
      return called.filter(({ at }) => at !== -1).toSorted((one, other) => one.at - other.at)[0]?.sign
    },
  }
}

async function linesIn(language: string): Promise<string[]> {
  const load = sources[`../languages/${language}.po`]
  return (await load?.())?.lines.split('\n') ?? []
}

function named(english: string, own = ''): NamedEmoji {
  const [sign = '', label = '', short = '', keywords = ''] = english.split('\t')
  const [ownLabel = '', ownKeywords = ''] = own.split('\t')
  const names = [ownLabel, ...short.split(' '), label].map(nameBetweenColons).filter((name) => name !== '')
  return {
    sign,
    label: ownLabel || label,
    names,
    plainNames: names.map((name) => ` ${plainWords(name)}`),
    keywords: ` ${keywords} ${ownKeywords}`,
  }
}

/** First what is called so; then what has a name that begins so, the best known first; a word in a name; a keyword; the rest. */
function find(all: NamedEmoji[], wanted: string): FoundEmoji[] {
  if (wanted === '') return []
  const ranked = all.flatMap((emoji) => ranksOf(emoji, ` ${wanted}`))
  return ranked.toSorted((one, other) => one.rank - other.rank || one.within - other.within)
}

function ranksOf({ sign, label, names, plainNames, keywords }: NamedEmoji, wanted: string) {
  const as = (rank: number, at: number, within = 0) => [{ sign, label, name: names[at] ?? '', rank, within }]
  const same = plainNames.indexOf(wanted)
  if (same !== -1) return as(0, same, same)
  const begun = plainNames.findIndex((name) => name.startsWith(wanted))
  // What everybody uses has a short name.
  if (begun !== -1) return as(1, begun, Math.min(...names.map((name) => name.length)))
  const word = plainNames.findIndex((name) => name.includes(wanted))
  if (word !== -1) return as(2, word)
  if (keywords.includes(wanted)) return as(3, 0)
  return isInside(plainNames.join('') + keywords, wanted.slice(1)) ? as(4, 0) : []
}

/** In German a word is often the end of a longer one, in Arabic it may have its article before it. */
function isInside(everything: string, wanted: string): boolean {
  const words = wanted.split(' ')
  if (words.length > 1) return words.every((word) => everything.includes(` ${word}`))
  return everything.includes(` ال${wanted}`) || (wanted.length >= fewestInside && everything.includes(wanted))
}
