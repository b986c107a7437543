type Keys = { key: string; code: string }

/** The letter of a key in small, the Latin one where the keyboard writes another script. */
export function keyOf({ key, code }: Keys): string {
  const isLatin = key <= '~'
  return (isLatin ? key : code.replace('Key', '')).toLowerCase()
}
