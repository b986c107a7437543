import type { EmojiFinder, FoundEmoji } from '../ui/emojiFinder.ts'

export type Naming = { start: number; part: string }

const most = 6
const fewestLetters = 2

/** What stands after a colon before the caret: an emoji that is being named. */
export function namingAt(text: string, caret: number): Naming | undefined {
  const part = /(?:^|[\s(]):([\p{L}\p{M}\p{N}_+-]*)$/u.exec(text.slice(0, caret))?.[1]
  return part === undefined || part.length < fewestLetters ? undefined : { start: caret - part.length - 1, part }
}

/** A name between two colons, just finished. */
export function namedAt(text: string, caret: number, finder?: EmojiFinder): (Naming & { sign: string }) | undefined {
  const part = /(?:^|[\s(]):([\p{L}\p{M}\p{N}_+-]+):$/u.exec(text.slice(0, caret))?.[1]
  const sign = part && finder?.named(part)
  return sign ? { start: caret - part.length - 2, part: `${part}:`, sign } : undefined
}

/** As many as fit above the composer. */
export const emojiFor = (finder: EmojiFinder, part: string): FoundEmoji[] => finder.find(part).slice(0, most)
