import { isApple } from '../ui/keys.ts'

type Keys = { key: string; code: string }

/**
 * The letter of a key in small, the Latin one where the keyboard writes another script. The key that says "delete" deletes:
 * on a Mac that is the one with which one takes back what one writes.
 */
export function keyOf({ key, code }: Keys, isMac = isApple): string {
  if (isMac && key === 'Backspace') return 'delete'
  const isLatin = key <= '~'
  return (isLatin ? key : code.replace('Key', '')).toLowerCase()
}
