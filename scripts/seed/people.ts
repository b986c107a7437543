import type { Faker } from '@faker-js/faker'
import { slugOf } from '../usernames.ts'
import { inventName, inventTongue, type Tongue } from './tongues.ts'

export type Person = {
  id: string
  username: string
  displayName: string
  kind: 'person' | 'guest'
  tongue: Tongue
  /** How much he talks, beside the others. */
  weight: number
  createdAt: Date
  lastSeenAt: Date
}

const hourMs = 3_600_000

/** A few talk most of the time, most talk a little. One in fifteen is a guest. */
export function inventPeople(
  faker: Faker,
  count: number,
  { since, until }: { since: number; until: number },
): Person[] {
  const used = new Set<string>()
  return Array.from({ length: count }, (_, index) => {
    const isGuest = index % 15 === 14
    const tongue = index < 3 ? 'en' : inventTongue(faker)
    const displayName = inventName(faker, tongue)
    const absentMs = faker.number.float() ** 4 * (until - since)
    return {
      id: faker.string.uuid(),
      username: inventUsername(faker, isGuest ? 'guest' : displayName, used),
      displayName,
      kind: isGuest ? 'guest' : 'person',
      tongue,
      weight: 1 / (index + 1) ** 0.9,
      createdAt: new Date(since - faker.number.int({ min: 1, max: 400 }) * hourMs),
      lastSeenAt: new Date(until - Math.floor(absentMs)),
    }
  })
}

function inventUsername(faker: Faker, name: string, used: Set<string>) {
  const slug = slugOf(name.replaceAll(' ', '.'))
  const isLatin = slug.replace(/[^a-z]/g, '').length > 2
  const plain = isLatin ? slug : slugOf(faker.internet.username())
  for (let number = 1; ; number++) {
    const username = number === 1 ? plain : `${plain.slice(0, 26)}${number}`
    if (!used.has(username)) {
      used.add(username)
      return username
    }
  }
}
