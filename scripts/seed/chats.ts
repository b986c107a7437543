import type { Faker } from '@faker-js/faker'
import type { Person } from './people.ts'
import { someTime } from './times.ts'

/** Who is in a chat from when until when, and how much is said there. */
export type Plan = {
  id: string
  kind: 'direct' | 'group'
  title: string | null
  createdAt: number
  stays: Stay[]
  count: number
}
export type Stay = { person: Person; role: 'owner' | 'admin' | 'member'; from: number; until: number }

type Span = { since: number; until: number }

/** Two thirds of the messages go to the groups, most of them to a few. */
export function planChats(
  faker: Faker,
  people: Person[],
  { groups, messages }: { groups: number; messages: number },
  span: Span,
): Plan[] {
  const group = Array.from({ length: groups }, (_, index) => planGroup(faker, people, index, span))
  const direct = planDirects(faker, people, span)
  const inGroups = direct.length === 0 ? messages : group.length === 0 ? 0 : Math.round(messages * 0.67)
  share(group, inGroups)
  share(direct, messages - inGroups)
  return [...group, ...direct]
}

/** The first group is everybody's; the others have three to three dozen members. */
function planGroup(faker: Faker, people: Person[], index: number, { since, until }: Span): Plan {
  const createdAt = index === 0 ? since : someTime(faker, since, until - Math.floor((until - since) * 0.4))
  const size =
    index === 0
      ? people.length
      : faker.number.int({ min: Math.min(3, people.length), max: Math.min(36, people.length) })
  const stays = pickPeople(faker, people, size).map((person, place) => {
    const isFounder = place < 3 || faker.number.float() < 0.75
    const from = isFounder ? createdAt : someTime(faker, createdAt, until)
    const goesAway = place >= 3 && faker.number.float() < 0.07
    const role: Stay['role'] = place === 0 ? 'owner' : place === 1 && size > 5 ? 'admin' : 'member'
    return { person, role, from, until: goesAway ? someTime(faker, from, until) : Infinity }
  })
  return { id: faker.string.uuid(), kind: 'group', title: inventTitle(faker, index), createdAt, stays, count: 0 }
}

function inventTitle(faker: Faker, index: number) {
  if (index === 0) return 'Everybody'
  return faker.helpers
    .arrayElement([
      () => `${faker.commerce.department()} ${faker.helpers.arrayElement(['team', 'ideas', 'support', 'news'])}`,
      () => `Trip to ${faker.location.city()}`,
      () => `Project ${faker.color.human()} ${faker.animal.type()}`,
      () => `${faker.food.dish()} lovers`,
      () => `${faker.company.name()}: ${faker.hacker.noun()}`,
      () => `#${faker.hacker.noun().replaceAll(' ', '-')}`,
      () => `${faker.location.country()} office`,
    ])()
    .slice(0, 80)
}

/** About one and a half for each person, the talkative have more. */
function planDirects(faker: Faker, people: Person[], { since, until }: Span): Plan[] {
  const plans = new Map<string, Plan>()
  const possible = (people.length * (people.length - 1)) / 2
  const wanted = Math.min(Math.ceil(people.length * 1.5), possible)
  for (let attempt = 0; plans.size < wanted && attempt < wanted * 10; attempt++) {
    const pair = pickPeople(faker, people, 2)
    const key = pair
      .map(({ id }) => id)
      .toSorted()
      .join(' ')
    const createdAt = someTime(faker, since, until)
    const stays = pair.map((person) => ({ person, role: 'member' as const, from: createdAt, until: Infinity }))
    if (!plans.has(key))
      plans.set(key, { id: faker.string.uuid(), kind: 'direct', title: null, createdAt, stays, count: 0 })
  }
  return [...plans.values()]
}

/** Different people, the talkative ones sooner. */
function pickPeople(faker: Faker, people: Person[], count: number): Person[] {
  return people
    .map((person) => ({ person, luck: Math.log(1 - faker.number.float()) / person.weight ** 0.5 }))
    .toSorted((one, other) => other.luck - one.luck)
    .slice(0, count)
    .map(({ person }) => person)
}

/** The first plan gets the most, each next one less, and every message finds a place. */
function share(plans: Plan[], messages: number) {
  const weights = plans.map((_, index) => 1 / (index + 1) ** 0.8)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let left = messages
  for (const [index, plan] of plans.entries()) {
    plan.count = Math.min(left, Math.round((messages * (weights[index] ?? 0)) / total))
    left -= plan.count
  }
  if (plans[0]) plans[0].count += left
}
