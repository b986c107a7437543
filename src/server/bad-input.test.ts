import { v7 as uuid } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { appRouter } from './routers/index.ts'
import { type Browser, browserAt } from './testing-browser.ts'
import { type Person, startTestApp, type TestApp } from './testing.ts'

let app: TestApp
let ada: Person
let bob: Person
let eve: Person
let chatId: string
/** Ada is the first who registers, so every procedure is open to her. */
let asAda: Browser
beforeAll(async () => {
  app = await startTestApp()
  ada = await app.person('ada')
  bob = await app.person('bob')
  eve = await app.person('eve')
  chatId = (await ada.groups.create({ title: 'Engines', userIds: [bob.id] })).chatId
  asAda = browserOf(ada)
})
afterAll(() => app.stop())

type Kind = 'query' | 'mutation' | 'subscription'
type Schema = { _zod: { def: Definition } }
type Definition = {
  type: string
  shape?: Record<string, Schema>
  catchall?: Schema
  innerType?: Schema
  in?: Schema
}

const procedures = Object.entries(
  appRouter._def.procedures as unknown as Record<string, { _def: { type: Kind; inputs: Schema[] } }>,
).map(([name, { _def }]) => {
  const input = essence(_def.inputs.at(-1))
  return { name, kind: _def.type, input, takesChat: 'chatId' in (input?.shape ?? {}) }
})
const called = procedures.filter(({ kind }) => kind !== 'subscription')
const fields = called.flatMap(({ input, ...procedure }) =>
  Object.entries(input?.shape ?? {}).map(([field, schema]) => ({ ...procedure, field, ...essenceOf(schema) })),
)

/** What is inside of optional, nullable and the like. */
function essence(schema: Schema | undefined): Definition | undefined {
  const def = schema?._zod.def
  const inner = def?.innerType ?? (def?.type === 'pipe' ? def.in : undefined)
  return inner ? essence(inner) : def
}

function essenceOf(schema: Schema) {
  const def = essence(schema)
  return { type: def?.type, isNullable: wrappings(schema).includes('nullable') }
}

function wrappings({ _zod: { def } }: Schema): string[] {
  return def.innerType ? [def.type, ...wrappings(def.innerType)] : []
}

const browserOf = ({ token }: Person) => browserAt(app.url, { cookie: `parley=${token}` })
const call = (browser: Browser, { name, kind }: { name: string; kind: Kind }, input: unknown) =>
  kind === 'query' ? browser.get(name, input) : browser.post(name, input)
const callWith = (procedure: { name: string; kind: Kind; takesChat: boolean }, input: Record<string, unknown>) =>
  call(asAda, procedure, { ...(procedure.takesChat ? { chatId } : {}), ...input })

const wrongTypes: unknown[] = [5, true, {}, [], new Date(0), 10n, new Map([[1, 1]])]
const wrongTexts = ['a\0b', 'a\uD800b', '\uDC00', '\0']
const emptyTexts = ['', ' ', '\u200B\u200B\u2060\u200D', '\u2800', '\u3164\uFE0F\u180E', '\n\t']
const wrongNumbers = ['5', -1, 1.5, NaN, Infinity, 2 ** 31, 2 ** 53, 1e308]
const wrong: Record<string, unknown[]> = {
  string: [...wrongTypes, ...wrongTexts, ...emptyTexts],
  enum: [...wrongTypes, ...wrongTexts, ...emptyTexts, 'nothing like it', '__proto__'],
  number: [true, {}, [], ...wrongNumbers],
  int: [true, {}, [], ...wrongNumbers],
  date: ['2026-01-31', 5, true, {}, [], new Date(-8.64e15), new Date(8.64e15)],
  boolean: ['true', 0, 1, {}, []],
  array: ['', 5, {}, { length: 1 }, [5], [null], ['no id'], Array.from({ length: 501 }, () => uuid())],
}
/** An address has room for some 16,000 letters, and a body for 256,000. */
const tooLongFor = ({ kind }: { kind: Kind }) => 'x'.repeat(kind === 'query' ? 12_000 : 245_000)
/** Where nothing to see may stand: what is looked for may be nothing, and a password is whatever was typed. */
const mayBeEmpty = new Set(['text of users.search', 'text of admin.users', 'text of admin.chats'])
const mayBeUnseen = new Set([
  ...mayBeEmpty,
  'username of auth.login',
  ...fields.filter(({ field }) => /password/i.test(field)).map(({ field, name }) => `${field} of ${name}`),
])

test('every procedure has an input that refuses what it does not know', () => {
  expect(procedures.length).toBeGreaterThan(40)
  const open = procedures.filter(({ input }) => input?.type !== 'object' || essence(input.catchall)?.type !== 'never')
  expect(open.map(({ name }) => name)).toEqual([])
  expect(fields.filter(({ type = '' }) => !(type in wrong)).map(({ name, field }) => `${name} ${field}`)).toEqual([])
})

test('every wrong value of every field is refused with a sentence that names the field', async () => {
  const answers = await inParts(
    fields.flatMap((field) =>
      [...(wrong[field.type ?? ''] ?? []), tooLongFor(field)].map((value) => ({ ...field, value })),
    ),
    async ({ value, ...field }) => {
      const { status, error } = await callWith(field, { [field.field]: value })
      const named = Object.entries(error?.data.fields ?? {}).find(([path]) => path.split('.')[0] === field.field)
      return { ...field, value, status, reason: error?.data.reason, sentence: named?.[1] }
    },
  )
  expect(answers.length).toBeGreaterThan(800)
  expect(answers.filter(({ status }) => status >= 500)).toEqual([])
  const passed = answers.filter(({ status, reason, sentence = '' }) => {
    const isRefused = status === 400 && reason === 'INVALID_INPUT' && /^\w.{8,}\.$/.test(sentence)
    return !isRefused
  })
  const unexpected = passed.filter(({ name, field, value, isNullable }) => {
    const place = `${field} of ${name}`
    if (value === null && isNullable) return false
    if (mayBeEmpty.has(place) && ['', ' ', '\n\t'].includes(value as string)) return false
    return !(mayBeUnseen.has(place) && emptyTexts.includes(value as string))
  })
  expect(unexpected).toEqual([])
})

test('what only looks right is refused as well', async () => {
  const calls: [name: string, field: string, input: Record<string, unknown>][] = [
    ['users.search', 'cursor', { text: '', cursor: `${uuid()} a\0b` }],
    ['users.search', 'cursor', { text: '', cursor: `${uuid()} a\uD800b` }],
    ['push.subscribe', 'endpoint', { endpoint: 'https://push.example.org/a\0b', ...keys }],
    ['push.subscribe', 'endpoint', { endpoint: 'https://push.example.org/\uD800', ...keys }],
    ['push.unsubscribe', 'endpoint', { endpoint: 'https://push.example.org/a\0b' }],
    ['auth.login', 'username', { username: 'ada\0', password: 'x' }],
    ['auth.register', 'password', { username: 'adalovelace', password: 'long enough\0' }],
    ['auth.register', 'password', { username: 'adalovelace', password: 'long enough\uD800' }],
    ['auth.register', 'email', { username: 'adalovelace', password: 'long enough', email: 'a\0@example.org' }],
    ['auth.register', 'displayName', { username: 'adalovelace', password: 'long enough', displayName: 'two\nlines' }],
    ['messages.send', 'text', { chatId, id: uuid(), text: 'hello\0' }],
    ['messages.list', '', { chatId, before: 1, after: 1 }],
    ['groups.create', 'userIds.0', { title: 'Engines', userIds: [`${uuid()}\0`] }],
  ]
  const answers = await inParts(calls, async ([name, field, input]) => {
    const { error } = await call(asAda, { name, kind: kindOf(name) }, input)
    return { name, field, sentence: error?.data.fields?.[field] }
  })
  expect(answers.filter(({ sentence = '' }) => !/^[A-Z].*\.$/.test(sentence))).toEqual([])
})

const kindOf = (name: string) => called.find((one) => one.name === name)?.kind ?? 'query'
const keys = { p256dh: 'x'.repeat(87), auth: 'x'.repeat(22) }

test('nothing is taken for text, a number or a list, where something is needed', async () => {
  const answers = await inParts(fields, async (field) => {
    const { status, error } = await callWith(field, { [field.field]: null })
    return { ...field, status, reason: error?.data.reason, fields: Object.keys(error?.data.fields ?? {}) }
  })
  const unexpected = answers.filter(
    ({ isNullable, field, reason, fields }) => !isNullable && !(reason === 'INVALID_INPUT' && fields.includes(field)),
  )
  expect(unexpected).toEqual([])
})

test('an input that is no object is refused', async () => {
  const answers = await inParts(
    called.flatMap((procedure) => ['text', 5, [], null, true].map((input) => ({ ...procedure, input }))),
    async ({ name, kind, input }) => {
      const { status, error } = await call(asAda, { name, kind }, input)
      return { name, input, status, reason: error?.data.reason }
    },
  )
  expect(answers.filter(({ reason }) => reason !== 'INVALID_INPUT')).toEqual([])
})

test('a field that nobody asked for is refused by its name', async () => {
  const extra = ['role', 'actorId', 'isAdmin', 'senderId', 'constructor']
  const answers = await inParts(
    called.flatMap((procedure) =>
      extra.filter((name) => !(name in (procedure.input?.shape ?? {}))).map((field) => ({ ...procedure, field })),
    ),
    async ({ field, ...procedure }) => {
      const { error } = await callWith(procedure, { [field]: 'owner' })
      return { name: procedure.name, field, reason: error?.data.reason, sentence: error?.data.fields?.[field] }
    },
  )
  const passed = answers.filter(
    ({ field, reason, sentence }) => reason !== 'INVALID_INPUT' || sentence !== `There is no field ${field} here.`,
  )
  expect(passed).toEqual([])
})

const examples: Record<string, unknown> = {
  id: uuid(),
  text: 'hello',
  title: 'Engines',
  number: 1,
  version: 1,
  before: 5,
  after: 0,
  around: undefined,
  limit: 5,
  replyTo: undefined,
  mentions: undefined,
  emoji: '👍',
  on: true,
  role: 'member',
  notify: 'all',
  level: 'all',
  mutedUntil: undefined,
  connectionId: uuid(),
}

test('whoever is not a member gets one answer for every chat, whether it exists or not', async () => {
  const about = called.filter(({ takesChat }) => takesChat)
  expect(about.length).toBeGreaterThan(15)
  const { chatId: direct } = await ada.chats.openDirect({ userId: bob.id })
  await ada.groups.add({ chatId, userIds: [eve.id] })
  await ada.groups.remove({ chatId, userId: eve.id })
  const asEve = browserOf(eve)
  for (const { name, kind, input } of about) {
    const required = Object.entries(input?.shape ?? {}).filter(
      ([field, schema]) => field !== 'chatId' && schema._zod.def.type !== 'optional',
    )
    const rest = Object.fromEntries(
      required.map(([field]) => [field, { userId: bob.id, userIds: [bob.id], ...examples }[field]]),
    )
    const answers = await Promise.all(
      [uuid(), chatId, direct].map((place) => call(asEve, { name, kind }, { chatId: place, ...rest })),
    )
    const texts = new Set(answers.map(({ text }) => text))
    const isForOperators = name.startsWith('admin.')
    expect({ name, texts: texts.size, status: answers[0]?.status, reason: answers[0]?.error?.data.reason }).toEqual({
      name,
      texts: 1,
      status: isForOperators ? 403 : 404,
      reason: isForOperators ? 'NOT_ALLOWED' : 'NOT_A_MEMBER',
    })
  }
})

test('what people write is kept to the letter', async () => {
  const texts = [
    '<img src=x onerror=alert(1)>',
    '<script>alert(1)</script><svg/onload=alert(1)>',
    '[click](javascript:alert(1))',
    "'; drop table users; --",
    '%_\\ $1 ${x} {{x}} %s \\u0000',
    '👩‍👩‍👧‍👦🏳️‍🌈👍🏽',
    '👍',
    'שלום \u202Eabc\u202C עולם',
    '  spaces before and after  ',
    'two\r\nlines\n\n\n\tand a tab',
    `e${'\u0301'.repeat(3999)}`,
    '𝒳'.repeat(4000),
    '\u{10FFFF}',
    'null',
    '{"json":1}',
    '\uFEFFbegins with a mark',
    'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞',
  ]
  const following = await bob.follow()
  const numbers: number[] = []
  for (const text of texts) numbers.push((await ada.say(chatId, text)).number)
  const { messages } = await bob.messages.list({ chatId, limit: 100 })
  const kept = numbers.map((number) => messages.find((message) => message.number === number)?.text)
  expect(kept).toEqual(texts)
  await following.until(() => following.messages(chatId).some(({ number }) => number === numbers.at(-1)))
  const heard = following.messages(chatId).map(({ text }) => text)
  expect(heard).toEqual(texts)
  await following.stop()
})

test('titles and names are kept to the letter', async () => {
  for (const title of ['<b>Engines</b>', '👩‍👩‍👧‍👦', 'שלום', `e${'\u0301'.repeat(60)}`, "Robert'); drop table", '%_\\']) {
    const group = await ada.groups.create({ title, userIds: [] })
    expect((await ada.chats.get({ chatId: group.chatId })).title).toBe(title)
    await bob.users.update({ displayName: title })
    expect((await ada.users.get({ userId: bob.id })).displayName).toBe(title)
    const found = await ada.users.search({ text: title })
    expect(found.users.map(({ id }) => id)).toEqual([bob.id])
  }
})

test('10,000 combining marks are too much, and 4,001 letters as well', async () => {
  for (const text of [`e${'\u0301'.repeat(10_000)}`, 'x'.repeat(4001), '👍'.repeat(4001)])
    await expect(ada.say(chatId, text)).rejects.toMatchObject({
      message: 'A message is longer than 4,000 characters.',
      data: { reason: 'INVALID_INPUT', fields: { text: 'A message is longer than 4,000 characters.' } },
    })
})

test('looking for signs that mean something to a database finds those signs', async () => {
  for (const text of ['%', '_', '\\', "'", '"', '%%%', '\\\\', '((', '[a-', '*', '🔎', '\u202E'])
    expect((await eve.users.search({ text })).users.every(({ displayName }) => displayName.includes(text))).toBe(true)
})

/** Forty at a time. */
async function inParts<Work, Done>(all: Work[], work: (one: Work) => Promise<Done>): Promise<Done[]> {
  const done: Done[] = []
  for (let start = 0; start < all.length; start += 40)
    done.push(...(await Promise.all(all.slice(start, start + 40).map(work))))
  return done
}
