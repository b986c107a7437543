export const mostLetters = 4000

// Letters that show nothing, NUL, and half a character: as in messageText of schemas.ts, whose checker is larger than all else here.
const invisible = /[\s\p{Default_Ignorable_Code_Point}\p{Cc}\u2800]/gu

/** What keeps a text from being said, as a sentence; undefined when nothing does. */
export function faultOfText(text: string): string | undefined {
  if (text.replace(invisible, '') === '') return 'A message is empty.'
  if (lettersOf(text) > mostLetters) return `A message is longer than ${mostLetters.toLocaleString('en')} characters.`
  if (!text.isWellFormed() || text.includes('\0')) return 'A message has a character that cannot be stored.'
  return undefined
}

export function lettersOf(text: string): number {
  let letters = 0
  for (const _ of text) letters++
  return letters
}
