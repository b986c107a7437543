import type { Faker } from '@faker-js/faker'
import type { ChatEvent } from '../../src/server/database/tables.ts'
import type { Plan, Stay } from './chats.ts'
import { inventText, reactionEmoji } from './texts.ts'
import { inventConversations, inventPause } from './times.ts'

/** One thing that is done in a chat; what takes a version there. */
export type Deed = { at: number } & (
  | { type: 'tell'; id: string; userId: string; event: ChatEvent }
  | { type: 'say'; id: string; userId: string; text: string; replyTo: string | null }
  | { type: 'edit'; id: string; text: string }
  | { type: 'remove'; id: string }
  | { type: 'react'; id: string; userId: string; emoji: string }
)
type Said = Extract<Deed, { type: 'say' }>

/** All that is done in a chat, in the order of time. */
export function inventTalk(faker: Faker, plan: Plan, until: number): Deed[] {
  const happened = plan.kind === 'group' ? inventEvents(faker, plan, until) : []
  const conversations = inventConversations(faker, plan.count, plan.createdAt, until)
  const talked = conversations.flatMap((times) => inventConversation(faker, plan, times))
  return [...happened, ...talked].filter(({ at }) => at <= until).toSorted((one, other) => one.at - other.at)
}

function inventEvents(faker: Faker, { title, createdAt, stays }: Plan, until: number): Deed[] {
  const owner = stays.find(({ role }) => role === 'owner')?.person.id ?? ''
  const founders = stays.filter(({ from }) => from === createdAt)
  const isRenamed = faker.number.float() < 0.2
  const firstTitle = isRenamed ? `${title} (new)` : (title ?? '')
  const tell = (at: number, userId: string, event: ChatEvent): Deed => ({
    type: 'tell',
    at,
    id: faker.string.uuid(),
    userId,
    event,
  })
  return [
    tell(createdAt, owner, { type: 'created', title: firstTitle, userIds: founders.map(({ person }) => person.id) }),
    ...(isRenamed ? [tell(createdAt + 60_000, owner, { type: 'renamed', title: title ?? '', userIds: [] })] : []),
    ...stays.flatMap(({ person: { id }, role, from, until: leaves }) => [
      ...(from > createdAt ? [tell(from, owner, { type: 'joined', userIds: [id] })] : []),
      ...(role === 'admin' ? [tell(from + 1000, owner, { type: 'role', role, userIds: [id] })] : []),
      ...(leaves <= until ? [tell(leaves, id, { type: 'left', userIds: [id], ownerId: null })] : []),
    ]),
  ]
}

/** Two to four of those who are there talk in turn, and the others look on. */
function inventConversation(faker: Faker, { stays }: Plan, times: number[]): Deed[] {
  const [start = 0] = times
  const present = stays.filter(({ from, until }) => from <= start && start < until)
  const people = present.map(({ person }) => person)
  const speakers = pickSpeakers(faker, present)
  const said: Said[] = []
  let speaker: Stay | undefined
  for (const at of times) {
    const isOver = faker.number.float() < 0.6
    if (!speaker || isOver || speaker.until <= at)
      speaker = pickSpeaker(faker, speakers, at) ?? pickSpeaker(faker, present, at)
    if (!speaker) break
    const { person } = speaker
    const isReply = said.length > 0 && faker.number.float() < 0.12
    const replyTo = isReply ? faker.helpers.arrayElement(said.slice(-6)).id : null
    const text = inventText({ faker, people }, person.tongue)
    said.push({ type: 'say', at, id: faker.string.uuid(), userId: person.id, text, replyTo })
  }
  return said.flatMap((one) => [one, ...inventAfterthoughts(faker, one, present)])
}

function pickSpeakers(faker: Faker, stays: Stay[]): Stay[] {
  const weighted = stays.map((value) => ({ weight: value.person.weight, value }))
  const count = faker.number.int({ min: 2, max: 4 })
  return faker.helpers.multiple(() => faker.helpers.weightedArrayElement(weighted), { count })
}

function pickSpeaker(faker: Faker, stays: Stay[], at: number): Stay | undefined {
  const still = stays.filter(({ until }) => at < until)
  return still[faker.number.int({ max: Math.max(0, still.length - 1) })]
}

/** Some messages are corrected, a few taken back, and some please others. */
function inventAfterthoughts(faker: Faker, { id, at, text, userId }: Said, present: Stay[]): Deed[] {
  const chance = faker.number.float()
  const soon = at + inventPause(faker)
  const isOneLine = !text.includes('\n')
  if (chance < 0.015) return [{ type: 'remove', at: soon, id }]
  if (chance < 0.055 && isOneLine)
    return [{ type: 'edit', at: soon, id, text: `${text.replace(/[.!?]$/, '')}, I mean.` }]
  if (chance > 0.16) return []
  const hourMs = 3_600_000
  const others = present.filter(({ person, until }) => person.id !== userId && until > at + hourMs)
  const emoji = faker.helpers.arrayElements(reactionEmoji, { min: 1, max: 2 })
  const pleased = faker.helpers.arrayElements(others, { min: 1, max: 5 })
  return pleased.map(({ person }) => {
    const later = at + Math.min(inventPause(faker), hourMs)
    return { type: 'react', at: later, id, userId: person.id, emoji: faker.helpers.arrayElement(emoji) }
  })
}
