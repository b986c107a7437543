import type { Person } from '../trpc.ts'

/**
 * What is known of people, and since when. Messages, chats and members all carry their people with them; whatever says
 * something newer of somebody is true everywhere.
 */
export function createPeople(onChange: (person: Person) => void) {
  const known = new Map<string, { person: Person; at: number }>()

  return {
    learn,
    current,
    /** Something old, or a sender as he was when his call began: not newer than what is known of him. */
    currentOld<Told>(told: Told): Told {
      learn(told, beforeAll)
      return current(told)
    },
    /** News of himself are true everywhere, also where two readings disagreed. */
    told(person: Person, at: number) {
      known.set(person.id, { person, at })
      onChange(person)
    },
    knows: (userId: string) => known.has(userId),
    clear: () => known.clear(),
  }

  /** From something read by a request that began at this time. */
  function learn(answer: unknown, since: number) {
    for (const person of peopleIn(answer)) {
      const held = known.get(person.id)
      if (held && held.at > since) continue
      known.set(person.id, { person, at: since })
      if (held && !isSame(held.person, person)) onChange(person)
    }
  }

  /** With everybody as he is known now. To be called when it is kept, and no earlier: in between more may be learned. */
  function current<Answer>(answer: Answer): Answer {
    const outdated = new Map<string, Person>()
    for (const { id, ...person } of peopleIn(answer)) {
      const held = known.get(id)?.person
      if (held && !isSame(held, { id, ...person })) outdated.set(id, held)
    }
    return [...outdated.values()].reduce(withPerson, answer)
  }
}

/** Before every time on the clock. */
const beforeAll = -1

/** The same, with this person as he is now wherever he appears. What does not change stays the same object. */
export function withPerson<Found>(found: Found, person: Person): Found {
  return replaced(found, person) as Found
}

function replaced(found: unknown, person: Person): unknown {
  if (Array.isArray(found)) {
    const next = found.map((one) => replaced(one, person))
    return next.every((one, index) => one === found[index]) ? found : next
  }
  if (!isPlain(found)) return found
  const entries = Object.entries(found).map(([key, one]) => [key, replaced(one, person)] as const)
  const isChanged = entries.some(([key, one]) => one !== found[key])
  const next = isChanged ? Object.fromEntries(entries) : found
  const isHim = isPerson(found) && found.id === person.id && !isSame(found, person)
  const renamed = isHim ? { ...next, ...person } : next
  return isDirectWith(renamed, person) && renamed['title'] !== person.displayName
    ? { ...renamed, title: person.displayName }
    : renamed
}

function* peopleIn(found: unknown): Generator<Person> {
  if (isPerson(found)) yield personOf(found)
  if (Array.isArray(found) || isPlain(found)) for (const one of Object.values(found)) yield* peopleIn(one)
}

function isPlain(found: unknown): found is Record<string, unknown> {
  return typeof found === 'object' && found !== null && Object.getPrototypeOf(found) === Object.prototype
}

function isPerson(found: unknown): found is Person {
  return isPlain(found) && ['id', 'username', 'displayName', 'kind', 'avatar', 'isDeleted'].every((key) => key in found)
}

/** Without what else is said of him there: his role in a group, his own settings. */
function personOf({ id, username, displayName, kind, avatar, isDeleted }: Person): Person {
  return { id, username, displayName, kind, avatar, isDeleted }
}

function isDirectWith(found: Record<string, unknown>, person: Person): boolean {
  const { kind, peer } = found
  return kind === 'direct' && isPerson(peer) && peer.id === person.id
}

function isSame(one: Person, other: Person): boolean {
  return (
    one.displayName === other.displayName &&
    one.username === other.username &&
    one.kind === other.kind &&
    one.avatar === other.avatar &&
    one.isDeleted === other.isDeleted
  )
}
