import { t } from '@lingui/core/macro'
import { number } from '../ui/formats.ts'

export const mostLetters = 4000

// Letters that show nothing, NUL, and half a character: as in messageText of schemas.ts, whose checker is larger than all else here.
const invisible = /[\s\p{Default_Ignorable_Code_Point}\p{Cc}\u2800]/gu

/** What keeps a text from being said, as a sentence; undefined when nothing does. */
export function faultOfText(text: string): string | undefined {
  if (text.replace(invisible, '') === '') return t`A message is empty.`
  if (lettersOf(text) > mostLetters) return t`A message is longer than ${{ most: number(mostLetters) }} characters.`
  if (!text.isWellFormed() || text.includes('\0')) return t`A message has a character that cannot be stored.`
  return undefined
}

export function lettersOf(text: string): number {
  let letters = 0
  for (const _ of text) letters++
  return letters
}
