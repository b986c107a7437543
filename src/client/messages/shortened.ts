/** A text in one line of so many letters at most. It ends behind a word, where there is one. */
export function shortened(text: string, mostLetters: number): string {
  const words = text.replace(/\s+/g, ' ').trim()
  if (words.length <= mostLetters) return words
  return `${words.slice(0, mostLetters).replace(/( \S*|[\uD800-\uDBFF])$/, '')}…`
}
