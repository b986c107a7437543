/** `Hello {name}` as Lingui compiles it. A sentence with plurals is compiled when the app is built. */
export function tokensOf(message: string): (string | [name: string])[] {
  const parts = message.split(/\{(\w+)\}/).map((part, index): string | [string] => (index % 2 ? [part] : part))
  return parts.filter((part) => part !== '')
}
