import { createHash } from 'node:crypto'
import { username } from '../src/schemas.ts'

/** A username that the rules allow for each name, by id. A name whose plain form is taken gets letters of its id. */
export function usernamesFor(people: Map<string, string>, taken: Set<string>): Map<string, string> {
  const usernames = new Map<string, string>()
  const used = new Set(taken)
  for (const [id, name] of people) {
    const wished = candidatesFor(id, name).find((candidate) => !used.has(candidate)) ?? id.slice(0, 32)
    used.add(wished)
    usernames.set(id, wished)
  }
  return usernames
}

/** The best first. */
export function candidatesFor(id: string, name: string): string[] {
  const slug = slugOf(name)
  const unique = uniqueUsername(name, id)
  return username.safeParse(slug).success ? [slug, unique] : [unique]
}

export function uniqueUsername(name: string, id: string) {
  const letters = createHash('sha256').update(id).digest('hex').slice(0, 6)
  return `${slugOf(name).slice(0, 24) || 'user'}-${letters}`
}

export function slugOf(name: string) {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{Mn}/gu, '')
    .replace(/[^a-z0-9._-]+/g, '-')
    .slice(0, 32)
    .replace(/^[._-]+|[._-]+$/g, '')
}
