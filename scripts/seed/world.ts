import { base, en, Faker } from '@faker-js/faker'
import { type Plan, planChats } from './chats.ts'
import { inventPeople, type Person } from './people.ts'
import { inventTalk } from './talk.ts'
import { placeMarks, type Transcript, writeTranscript } from './transcript.ts'

export type World = { people: Person[]; chats: Chat[] }
type Chat = { plan: Plan; transcript: Transcript; members: ReturnType<typeof placeMarks> }
export type Wish = { users: number; groups: number; messages: number; seed: number; until: Date }

const dayMs = 86_400_000

/** The same wish is the same world: names, words, times and ids. */
export function inventWorld({ users, groups, messages, seed, until }: Wish): World {
  const faker = new Faker({ locale: [en, base], seed })
  const span = { since: until.getTime() - 120 * dayMs, until: until.getTime() }
  const people = inventPeople(faker, users, span)
  const chats = planChats(faker, people, { groups, messages }, span).map((plan) => {
    const transcript = writeTranscript(plan.id, inventTalk(faker, plan, span.until))
    return { plan, transcript, members: placeMarks(faker, plan, transcript, span.until) }
  })
  return { people, chats }
}
