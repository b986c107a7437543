import type { Chat } from '../trpc.ts'

/** A direct chat that somebody else opened is a chat once something is said in it. */
export function isShown({ kind, lastNumber, createdBy }: Chat, meId: string): boolean {
  return kind !== 'direct' || lastNumber > 0 || createdBy === meId
}
