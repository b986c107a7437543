import { readFileSync } from 'node:fs'
import { getCatalogs } from '@lingui/cli/api'
import { getConfig } from '@lingui/conf'
import { type CompiledMessage, compileMessageOrThrow } from '@lingui/message-utils/compileMessage'
import { beforeAll, describe, expect, test } from 'vitest'
import { language } from '../../schemas.ts'
import { languages } from './language.ts'
import { bareWords, bareWordsIn, filesOfScreen } from './testing-words.ts'
import { tokensOf } from './tokens.ts'

/** Languages in which nothing may be missing. */
const complete = ['de', 'ar']

/** What no person reads as a sentence of the app, or reads the same in every language. */
const exceptions: Record<string, RegExp> = {
  'languages/language.ts': /^(English|Deutsch)$/, // They call themselves so.
  'offline/worker.ts': /^Something new was said\.$/, // A note that came without words; the worker has no catalogue.
  'settings/squareOf.ts': /^This browser cannot draw\.$/, // Is thrown; the person reads another sentence.
  'push/pushInBrowser.ts': /^Notification$/, // A part of the browser.
  'ui/keepFocus.ts': /^ul, /, // Selectors.
  'live/kept.ts': /^(members|window) …$/, // Keys in the browser's store.
  'live/outbox.ts': /^parley outbox …$/, // The name of a lock.
  'messages/actions.ts': /^Delete$/, // The name of a key.
  'messages/keyOf.ts': /^Key$/, // What precedes the letter in the code of a key.
  'messages/scrollOnPurpose.ts': /^(Home|End)$/, // Names of keys, as the browser says them.
  'messages/TextLink.tsx': /^noopener/, // What a link promises.
  'messages/useListKeys.ts': /^textarea/, // Selectors.
  'messages/useMessageRow.ts': /^a, textarea/,
  'messages/wayIntoActions.ts': /^(Tab|Enter)$/,
  'chats/DeskKeys.tsx': /textarea/, // Selectors.
  'chats/OpenChat.tsx': /^form textarea$/,
}
/** It shows the components to whoever makes the app, who reads its English source. */
const isGallery = (file: string) => file.startsWith('gallery/')

type Messages = Record<string, { message?: string; translation?: string }>
type Catalogue = { source: Messages; kept: Record<string, Messages> }
let client: Catalogue
let server: Catalogue

beforeAll(async () => {
  const catalogues = (await getCatalogs(getConfig())).map(async (catalogue) => ({
    source: (await catalogue.collect()) ?? {},
    kept: (await catalogue.readAll()) as Catalogue['kept'],
  }))
  ;[client, server] = (await Promise.all(catalogues)) as [Catalogue, Catalogue]
})

test('every sentence of the code is in every catalogue, and nothing else is: `npm run strings` sees to it', () => {
  for (const { source, kept } of [client, server]) {
    expect(Object.keys(kept).toSorted()).toEqual(Object.keys(languages).toSorted())
    for (const messages of Object.values(kept)) expect(sentencesOf(messages)).toEqual(sentencesOf(source))
  }
  expect(language.options.toSorted()).toEqual(Object.keys(languages).toSorted())
})

test('what the server says is text and values: it knows no plurals', () => {
  const sentences = Object.values(server.kept).flatMap((messages) =>
    Object.entries(messages).map(([message, { translation }]) => translation || message),
  )
  expect(
    sentences.filter((one) => JSON.stringify(compileMessageOrThrow(one)) !== JSON.stringify(tokensOf(one))),
  ).toEqual([])
})

test('a language that is complete lacks no sentence', () => {
  const missing = [client, server].flatMap(({ kept }) =>
    complete.flatMap((language) =>
      Object.entries(kept[language] ?? {}).flatMap(([id, { message = id, translation }]) =>
        translation ? [] : [`${language}: ${message}`],
      ),
    ),
  )
  expect(missing).toEqual([])
})

test('a translation has the values, the elements and the plurals that it must have', () => {
  const translated = [client, server].flatMap(({ kept }) =>
    Object.entries(kept).filter(([language]) => language !== 'en'),
  )
  const faults = translated.flatMap(([language, messages]) =>
    Object.entries(messages).flatMap(([id, { message = id, translation }]) =>
      translation ? faultsOf(language, message, translation).map((fault) => `${language}: ${message}: ${fault}`) : [],
    ),
  )
  expect(faults).toEqual([])
})

test('no words are shown that the catalogues do not know', () => {
  const bare = filesOfScreen()
    .filter((file) => !isGallery(file))
    .flatMap((file) => bareWords(file).flatMap((words) => (exceptions[file]?.test(words) ? [] : [`${file}: ${words}`])))
  expect(bare).toEqual([])
})

test('the page knows the direction of every language before the app runs', () => {
  const script = readFileSync(new URL('../settings/theme.js', import.meta.url), 'utf8')
  const [, known = ''] = /directions = \{ (.*) \}/.exec(script) ?? []
  expect(known.split(', ').map((one) => one.split(':')[0])).toEqual(Object.keys(languages))
})

describe('the reader of words', () => {
  test('finds what is shown', () => {
    expect(bareWordsIn('<p title="Off">Save</p>')).toEqual(['Off', 'Save'])
    expect(bareWordsIn('<p>{isNew ? "new" : `${n} old ones`}</p>')).toEqual(['new', '… old ones'])
    expect(bareWordsIn("export const say = () => tell('It is done.')")).toEqual(['It is done.'])
  })

  test('leaves what nobody reads, and what a macro hands over', () => {
    expect(bareWordsIn('<p className="flex items-center">{t`Save`} <Trans>By <b>her</b></Trans></p>')).toEqual([])
    expect(bareWordsIn("if (key === 'Enter') throw new Error('No such key')")).toEqual([])
    expect(bareWordsIn("const words = plural(n, { one: '# new message', other: '# new messages' })")).toEqual([])
  })

  test('finds a translation that lacks a value, an element or a plural', () => {
    expect(faultsOf('de', 'By <0>{name}</0>', 'Von {nome}')).toHaveLength(2)
    expect(faultsOf('ar', '{n, plural, one {# day} other {# days}}', '{n, plural, one {يوم} other {أيام}}')).toEqual([
      'plural without few, many, two, zero',
    ])
    expect(
      faultsOf('de', '{n, plural, one {# day} other {# days}}', '{n, plural, one {# Tag} other {# Tage}}'),
    ).toEqual([])
  })
})

const sentencesOf = (messages: Messages) =>
  Object.entries(messages)
    .map(([id, { message = id }]) => message)
    .toSorted()

function faultsOf(language: string, message: string, translation: string): string[] {
  try {
    const [meant, said] = [partsOf(message), partsOf(translation)]
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    const lacking = said.plurals.map((cases) => needed.filter((one) => !cases.includes(one)))
    return [
      ...(meant.values === said.values ? [] : [`values ${said.values} for ${meant.values}`]),
      ...(meant.elements === said.elements ? [] : [`elements ${said.elements} for ${meant.elements}`]),
      ...lacking.filter(({ length }) => length > 0).map((cases) => `plural without ${cases.join(', ')}`),
    ]
  } catch (error) {
    return [`cannot be read: ${String(error)}`]
  }
}

/** The values, the elements and the cases of the plurals in a message. */
function partsOf(message: string) {
  const values = new Set<string>()
  const plurals: string[][] = []
  const walk = (tokens: CompiledMessage) => {
    for (const token of tokens) {
      if (typeof token === 'string') continue
      const [name, type, cases] = token
      values.add(name)
      if (typeof cases !== 'object' || cases === null) continue
      if (type === 'plural') plurals.push(Object.keys(cases))
      for (const said of Object.values(cases)) if (Array.isArray(said)) walk(said)
    }
  }
  walk(compileMessageOrThrow(message))
  const elements = new Set(message.match(/<\/?\w+\/?>/g))
  return { values: [...values].toSorted().join(' '), elements: [...elements].toSorted().join(' '), plurals }
}
