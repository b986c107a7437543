import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { i18n } from '@lingui/core'
import { TRPCClientError } from '@trpc/client'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import * as schemas from '../../schemas.ts'
import { reasons, sentence } from '../../server/errors.ts'
import { faultOf } from '../fault.ts'
import { fromServer } from './fromServer.ts'

/** What only whoever writes a program against the API can do wrong. */
const forPrograms =
  /UUID|\bids\b|cursor|procedure|HTTP method|content type|WebSocket|POST|JSON|base64|role is|level is|language is|number|A time is|cookie or token/

const known = new Set(fromServer().map(({ id }) => id))

test('every reason of the server can be said in every language', () => {
  expect(reasons.map(sentence).filter((said) => !known.has(said) && !forPrograms.test(said))).toEqual([])
})

test('so can what is said with a reason in one place', () => {
  const server = path.resolve(import.meta.dirname, '../../server')
  const files = readdirSync(server, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(?<!\.test)\.ts$/.test(name),
  )
  const said = files.flatMap((file) =>
    [...readFileSync(path.join(server, file), 'utf8').matchAll(/refusal\('\w+', (\{.*\})\)/g)].flatMap(([, details]) =>
      [...(details ?? '').matchAll(/'([A-Z][^']*\.)'/g)].map(([, words = '']) => words),
    ),
  )
  expect(said.length).toBeGreaterThan(5)
  expect(said.filter((words) => !known.has(words) && !forPrograms.test(words))).toEqual([])
})

test('so can what is wrong with something that a person typed', () => {
  const typed = ['', ' ', 'x', 'a\0b', 'a\nb', '!!', '\u{d800}x', 'x'.repeat(300_000), 'not an address']
  const said = Object.values(schemas).flatMap((schema) =>
    schema instanceof z.ZodMiniType
      ? typed.flatMap((text) => schema.safeParse(text).error?.issues.map(({ message }) => message) ?? [])
      : [],
  )
  expect(said).toContain('The title is longer than 80 characters.')
  expect([...new Set(said)].filter((words) => !known.has(words) && !forPrograms.test(words))).toEqual([])
})

test('a refusal is said in the language of the reader, and in the words of the server when they are new', () => {
  const refused = (message: string, fields?: Record<string, string>) =>
    faultOf(
      TRPCClientError.from({ error: { code: -32_600, message, data: { reason: 'USERNAME_TAKEN', fields } } } as never),
    )
  i18n.loadAndActivate({ locale: 'de', messages: { 'That username is taken.': ['Vergeben.'] } })
  expect(refused('That username is taken.', { username: 'That username is taken.' })).toMatchObject({
    message: 'Vergeben.',
    fields: { username: 'Vergeben.' },
  })
  expect(refused('The moon is full.').message).toBe('The moon is full.')
  i18n.loadAndActivate({ locale: 'en', messages: {} })
})
