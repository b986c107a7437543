type Reader = { id: string; displayName: string; readNumber: number | null }
type Said = { id: string; number: number; state: string; kind: string; sender: { id: string } }

/** The newest of one's own messages that somebody else has read, and who that is. */
export function seenBy(messages: Said[], members: Reader[], meId: string): { id: string; names: string[] } | undefined {
  const readers = members.filter(({ id, readNumber }) => id !== meId && readNumber !== null)
  const furthest = Math.max(0, ...readers.map(({ readNumber }) => readNumber ?? 0))
  const message = messages.findLast(
    ({ number, state, kind, sender }) =>
      number <= furthest && state === 'stored' && kind === 'text' && sender.id === meId,
  )
  if (!message) return undefined
  const names = readers
    .filter(({ readNumber }) => (readNumber ?? 0) >= message.number)
    .map(({ displayName }) => displayName)
  return { id: message.id, names }
}
