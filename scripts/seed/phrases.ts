import type { Faker } from '@faker-js/faker'
import type { Person } from './people.ts'

/** Who is there, and the chance. */
export type Cast = { faker: Faker; people: Person[] }

/** One of the sentences of a kind, its gaps filled. */
export function say({ faker, people }: Cast, kind: keyof typeof sentences): string {
  return faker.helpers
    .arrayElement(sentences[kind])
    .replace(/\{(\w+)\}/g, (_, gap: string) => fillGap(faker, people, gap))
}

function fillGap(faker: Faker, people: Person[], gap: string): string {
  switch (gap) {
    case 'name':
      return faker.helpers.arrayElement(people).displayName.split(' ')[0] ?? ''
    case 'thing':
      return `${faker.hacker.adjective()} ${faker.hacker.noun()}`
    case 'doing':
      return faker.hacker.ingverb()
    case 'do':
      return faker.hacker.verb()
    case 'short':
      return faker.hacker.abbreviation()
    case 'product':
      return faker.commerce.productName().toLowerCase()
    case 'city':
      return faker.location.city()
    case 'food':
      return faker.food.dish().toLowerCase()
    case 'company':
      return faker.company.name()
    case 'file':
      return faker.system.commonFileName()
    case 'version':
      return faker.system.semver()
    case 'count':
      return String(faker.number.int({ min: 2, max: 90 }))
    case 'hour':
      return `${faker.number.int({ min: 8, max: 19 })}:${faker.helpers.arrayElement(['00', '15', '30', '45'])}`
    case 'day':
      return faker.date.weekday()
    default:
      throw new Error(`There is nothing to fill the gap ${gap} with`)
  }
}

const sentences = {
  short: [
    'yes',
    'no',
    'ok',
    'sure',
    'lol',
    'thanks!',
    'Thank you 🙏',
    'same here',
    'brb',
    'on it',
    'Done.',
    'nice',
    '+1',
    'good point',
    'makes sense',
    'not yet',
    'morning all',
    'back now',
    'hmm',
    'Sounds good 👍',
    'What?',
    'never mind',
    'found it',
    'ah, right',
    'see you {day}',
    'ask {name}',
    '{hour} works',
    'congrats {name} 🎉',
    "that's odd",
    'my bad',
    'it works!!',
    'agreed',
    'let me check',
    'one sec',
    'wow 😮',
    'no idea, sorry',
    'looking',
    'later then',
  ],
  statement: [
    'I just moved the {thing} over to {company}.',
    'The {thing} is back, it only needed a restart.',
    "We can't {do} the {short} {short} before {day}.",
    'Version {version} is out, {count} people have it already.',
    "I'm in {city} until {day}, so answers may be slow.",
    "Lunch is {food} today, in case you haven't decided.",
    '{name} is {doing} the {thing} right now.',
    'Somebody left {file} in the wrong folder again.',
    'After {count} minutes of {doing} it turned out to be the {short} cable.',
    'I have put {file} where everybody can read it.',
    'The new {product} arrived and it is lovely.',
    "Let's meet at {hour} and decide then.",
    'The {thing} is slow because it waits for the {thing}.',
    "{name} found a better way: don't {do} it at all.",
    'They want {count} of them by {day}, which is not going to happen.',
    'I tried {version} and {version}, both fail in the same place.',
    'Small reminder: the office in {city} is closed on {day}.',
    'The customer from {company} called, he is happy again.',
  ],
  question: [
    'Has anybody seen the {thing}?',
    'Who can {do} the {short} feed on {day}?',
    'Is {version} safe to install?',
    '{name}, did you get {file}?',
    'Can we move the meeting to {hour}?',
    'Why does the {thing} need {count} tries?',
    'Anyone up for {food} at {hour}?',
    'How do I {do} a {thing} without the {short}?',
    'What happened to the {product} we ordered?',
    'Is it just me, or is the {thing} down?',
    'Does {company} still pay for this?',
    'Should we wait for {name}?',
  ],
  answer: [
    'Yes, since {day}.',
    'No, {name} has it.',
    "It's in {file}, near the end.",
    'Only if you {do} it first.',
    'I would ask {company}, they know.',
    "About {count}, but don't quote me on that.",
    'Try {version}, that fixed it for me.',
    'Because nobody was {doing} it any more.',
    'We did that in {city} last year and it went well.',
    'Not before {hour}, I am afraid.',
    "I'll do it after lunch ({food} 😋).",
  ],
  pointer: [
    'Here it is:',
    'see',
    'This explains it well:',
    'the ticket:',
    'Photos from {city}:',
    'for {name}:',
    'background reading 👉',
  ],
} satisfies Record<string, string[]>
