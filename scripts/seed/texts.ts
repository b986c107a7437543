import { type Cast, say } from './phrases.ts'
import { phrases, type Tongue } from './tongues.ts'

/** What somebody might say in a chat: mostly short; now and then long, in several lines, with code or an address. */
export function inventText(cast: Cast, tongue: Tongue): string {
  const { faker } = cast
  if (tongue !== 'en' && faker.number.float() < 0.6) return faker.helpers.arrayElement(phrases[tongue])
  return faker.helpers.weightedArrayElement(inventions)(cast)
}

export const reactionEmoji = ['👍', '❤️', '😂', '🎉', '👀', '🙏', '😮', '✅', '🔥', '🚀']

const inventions: { weight: number; value: (cast: Cast) => string }[] = [
  { weight: 24, value: (cast) => say(cast, 'short') },
  { weight: 26, value: (cast) => say(cast, 'statement') },
  { weight: 16, value: (cast) => say(cast, 'question') },
  { weight: 12, value: (cast) => say(cast, 'answer') },
  { weight: 6, value: (cast) => `${say(cast, 'statement')} ${say(cast, 'question')}` },
  { weight: 5, value: (cast) => `@${cast.faker.helpers.arrayElement(cast.people).username} ${say(cast, 'question')}` },
  { weight: 3, value: inventEmoji },
  { weight: 3, value: (cast) => `${say(cast, 'pointer')} ${inventAddress(cast)}` },
  { weight: 2, value: inventList },
  { weight: 2, value: inventParagraphs },
  { weight: 1, value: inventCode },
]

function inventEmoji({ faker }: Cast) {
  return faker.helpers.arrayElements(reactionEmoji, { min: 1, max: 3 }).join('')
}

function inventAddress({ faker }: Cast) {
  const { word, noun } = { word: faker.lorem.slug(), noun: faker.hacker.noun().replaceAll(' ', '-') }
  return faker.helpers.arrayElement([
    `https://example.com/${noun}/${word}`,
    `https://docs.example.org/${word}?version=${faker.system.semver()}#${noun}`,
    `http://${noun}.example.net:8080/`,
  ])
}

function inventList(cast: Cast) {
  const items = cast.faker.helpers.multiple(() => `- ${say(cast, 'statement')}`, { count: { min: 2, max: 6 } })
  return ['What is left:', ...items].join('\n')
}

function inventParagraphs(cast: Cast) {
  const paragraph = () =>
    cast.faker.helpers.multiple(() => say(cast, 'statement'), { count: { min: 3, max: 8 } }).join(' ')
  return cast.faker.helpers.multiple(paragraph, { count: { min: 1, max: 3 } }).join('\n\n')
}

function inventCode({ faker }: Cast) {
  const name = faker.hacker.noun().replaceAll(/\W/g, '_')
  const code = faker.helpers.arrayElement([
    `const ${name} = await fetch('/${name}')\nif (!${name}.ok) throw new Error(\`\${${name}.status} <${name}>\`)`,
    `select count(*) from ${name}\nwhere created_at > now() - interval '${faker.number.int({ min: 1, max: 30 })} days';`,
    `$ npm run ${name}\n> error: ENOENT, open '${faker.system.filePath()}'`,
    `def ${name}(x):\n    return x ** ${faker.number.int({ min: 2, max: 9 })}`,
  ])
  return `\`\`\`\n${code}\n\`\`\``
}
