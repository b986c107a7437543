import type { Faker } from '@faker-js/faker'

const hourMs = 3_600_000
/** How lively the hours of a day are, from midnight on, and the days of a week, from Sunday on. */
const hours = [2, 1, 1, 1, 1, 2, 4, 10, 30, 55, 60, 50, 35, 50, 60, 55, 45, 35, 25, 22, 24, 20, 12, 5]
const weekdays = [0.25, 1, 1, 0.95, 1, 0.8, 0.3]

/** The end of every world falls on the same hour of the week, so that the same chance makes the same world whenever it ends. */
const endOfTime = Date.parse('2026-01-07T16:20:00Z')

/** The beginning of a conversation: on working days, in waking hours, and lately more than long ago. */
export function inventMoment(faker: Faker, since: number, until: number): number {
  for (let attempt = 1; ; attempt++) {
    const ago = Math.floor(faker.number.float() ** 1.5 * (until - since))
    const moment = new Date(endOfTime - ago)
    const liveliness = ((hours[moment.getUTCHours()] ?? 0) / 60) * (weekdays[moment.getUTCDay()] ?? 0)
    if (faker.number.float() < liveliness || attempt === 50) return until - ago
  }
}

/** The times of so many messages, in conversations of a few to a few dozen. */
export function inventConversations(faker: Faker, count: number, since: number, until: number): number[][] {
  const conversations: number[][] = []
  for (let left = count; left > 0;) {
    const size = Math.min(left, 1 + Math.floor(-9 * Math.log(1 - faker.number.float())))
    let time = inventMoment(faker, since, until)
    const times = Array.from({ length: size }, () => (time += inventPause(faker)))
    conversations.push(times.map((one) => Math.min(one, until)))
    left -= size
  }
  return conversations.toSorted(([one = 0], [other = 0]) => one - other)
}

/** Mostly seconds, now and then minutes. */
export function inventPause(faker: Faker) {
  const mean = faker.number.float() < 0.85 ? 25_000 : 240_000
  return 1000 + Math.floor(-mean * Math.log(1 - faker.number.float()))
}

export function someTime(faker: Faker, since: number, until: number) {
  return since + Math.floor(faker.number.float() * Math.max(0, until - since - hourMs))
}
