import type { Member } from '../trpc.ts'

export type Mention = { start: number; part: string }

const most = 6
// As in keep_mentions of the database: what is shown as a name is what somebody is told of.
const named = /(?<![a-z\d._-])@([a-z\d](?:[a-z\d._-]*[a-z\d])?)/gi

/** What stands after an @ before the caret: a name that is being written. */
export function mentionAt(text: string, caret: number): Mention | undefined {
  const found = /(?:^|[\s(])@([\p{L}\d._-]*)$/u.exec(text.slice(0, caret))
  const part = found?.[1]
  return part === undefined ? undefined : { start: caret - part.length - 1, part }
}

/** The members whose name or username begins so, those whose username does first. */
export function choicesFor(members: Member[], part: string, meId: string): Member[] {
  const wanted = part.toLowerCase()
  const byUsername = ({ username }: Member) => username.toLowerCase().startsWith(wanted)
  const byName = ({ displayName }: Member) =>
    displayName
      .toLowerCase()
      .split(/\s+/)
      .some((word) => word.startsWith(wanted))
  const others = members.filter(({ id, isDeleted }) => id !== meId && !isDeleted)
  const named = others.filter((member) => byUsername(member) || byName(member))
  return named.toSorted((one, other) => Number(byUsername(other)) - Number(byUsername(one))).slice(0, most)
}

/** The text with the whole name in it, and where the caret stands then. */
export function withMention(text: string, mention: Mention, username: string) {
  return completed(text, mention, `@${username} `)
}

/** The text with what was begun after a sign made whole, and where the caret stands then. */
export function completed(text: string, { start, part }: Mention, inserted: string) {
  return { text: text.slice(0, start) + inserted + text.slice(start + 1 + part.length), caret: start + inserted.length }
}

/** A text cut where it names somebody. What ends the sentence does not belong to the name. */
export function withNames(text: string, isKnown: (username: string) => boolean): { text: string; username?: string }[] {
  const found: { text: string; username?: string }[] = []
  let end = 0
  for (const { 1: name = '', index } of text.matchAll(named)) {
    if (!isKnown(name.toLowerCase())) continue
    if (index > end) found.push({ text: text.slice(end, index) })
    found.push({ text: `@${name}`, username: name.toLowerCase() })
    end = index + name.length + 1
  }
  if (end < text.length) found.push({ text: text.slice(end) })
  return found
}
