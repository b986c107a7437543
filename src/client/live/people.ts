import type { Person } from '../trpc.ts'

/** Who is renamed: of nobody in particular no more is known than what he is called. */
export type Named = Pick<Person, 'id' | 'displayName'> & Partial<Person>
export type NameOf = (person: Pick<Person, 'isDeleted' | 'displayName'>) => string

/**
 * What is known of people, and since when. Messages, chats and members all carry their people with them; whatever says
 * something newer of somebody is true everywhere. How somebody is called in the reader's language, `nameOf` says.
 */
export function createPeople(onChange: (person: Named) => void, nameOf: NameOf) {
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
    told(one: Person, at: number) {
      const person = named(one)
      known.set(person.id, { person, at })
      onChange(person)
    },
    knows: (userId: string) => known.has(userId),
    /** The language was switched. */
    nameAnew() {
      onChange(nobody())
      for (const held of known.values()) {
        if (held.person.isDeleted) onChange((held.person = named(held.person)))
      }
    },
  }

  /** From something read by a request that began at this time. */
  function learn(answer: unknown, since: number) {
    for (const found of peopleIn(answer)) {
      const person = named(found)
      const held = known.get(person.id)
      if (held && held.at > since) continue
      known.set(person.id, { person, at: since })
      if (held && !isSame(held.person, person)) onChange(person)
    }
  }

  /** With everybody as he is known now. To be called when it is kept, and no earlier: in between more may be learned. */
  function current<Answer>(answer: Answer): Answer {
    const outdated = new Map<string, Named>([['', nobody()]])
    for (const person of peopleIn(answer)) {
      const held = known.get(person.id)?.person
      if (held && !isSame(held, person)) outdated.set(person.id, held)
    }
    return [...outdated.values()].reduce(withPerson, answer)
  }

  function named(person: Person): Person {
    return { ...person, displayName: nameOf(person) }
  }

  /** The other one of a direct chat that he has left for ever. */
  function nobody(): Named {
    return { id: '', displayName: nameOf({ isDeleted: true, displayName: '' }) }
  }
}

/** Before every time on the clock. */
const beforeAll = -1

/** The same, with this person as he is now wherever he appears. What does not change stays the same object. */
export function withPerson<Found>(found: Found, person: Named): Found {
  return replaced(found, person) as Found
}

function replaced(found: unknown, person: Named): unknown {
  if (Array.isArray(found)) {
    const next = found.map((one) => replaced(one, person))
    return next.every((one, index) => one === found[index]) ? found : next
  }
  if (!isPlain(found)) return found
  const next = Object.fromEntries(Object.entries(found).map(([key, one]) => [key, replaced(one, person)]))
  if (isPerson(found) && found.id === person.id) Object.assign(next, person)
  if (isDirectWith(next, person)) next['title'] = person.displayName
  return Object.entries(found).every(([key, one]) => one === next[key]) ? found : next
}

function* peopleIn(found: unknown): Generator<Person> {
  if (isPerson(found)) yield personOf(found)
  if (Array.isArray(found) || isPlain(found)) for (const one of Object.values(found)) yield* peopleIn(one)
}

function isPlain(found: unknown): found is Record<string, unknown> {
  return typeof found === 'object' && found !== null && Object.getPrototypeOf(found) === Object.prototype
}

const parts = ['id', 'username', 'displayName', 'kind', 'avatar', 'isDeleted'] as const satisfies (keyof Person)[]

function isPerson(found: unknown): found is Person {
  return isPlain(found) && parts.every((part) => part in found)
}

/** Without what else is said of him there: his role in a group, his own settings. */
function personOf(found: Person): Person {
  return Object.fromEntries(parts.map((part) => [part, found[part]])) as Person
}

function isDirectWith({ kind, peer }: Record<string, unknown>, person: Named): boolean {
  return kind === 'direct' && (isPerson(peer) ? peer.id : '') === person.id
}

function isSame(one: Person, other: Person): boolean {
  return parts.every((part) => one[part] === other[part])
}
