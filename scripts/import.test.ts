import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apiAt, startTestApp, type TestApp } from '../src/server/testing.ts'
import { storeGroup } from './import/group.ts'
import { userIdOf } from './import/history.ts'
import { readIrc } from './import/irc.ts'
import { judge, replay } from './import/replay.ts'
import { importReport } from './import/report.ts'
import { brokenRules } from './testing.ts'

let app: TestApp
let folder: string

beforeAll(async () => {
  app = await startTestApp()
  folder = mkdtempSync(join(tmpdir(), 'parley-import-'))
})
afterAll(async () => {
  await app.stop()
  rmSync(folder, { recursive: true })
})

const log = `[12:58] <ada> anybody here?
[12:58]  * bob looks up from <his> book
=== |eve| [~eve@host-1.example]  has joined #tea
[12:59] <@|eve|>   three spaces, kept
=== |eve| pours the tea
and this line has no name

[01:00] <bob> \u0002bold\u000f and \u000304red\u0003
[01:01] <bob> \u200b
=== bob is now known as bob[away]
[01:02] <bob[away] > still here
=== ada [~ada@host-2.example]  has left #tea ["bye]"]
=== ..[topic/#tea:|eve|] : Tea | and scones
=== mode/#tea [-b *!*@host.example]  by |eve|
=== Topic for #tea: scones
=== ada [~ada@host-2.example]  has joined #tea
=== ada [~ada@host-2.example]  has joined #tea
[01:03] <ada> /me is quoted
=== bob[away] was kicked off #tea by |eve| (too loud)
=== ada [~ada@host-2.example] has quit [Ping timeout]
[01:02] <|eve|> good morning
`

test('every form of line is understood', () => {
  const { happenings, lines, skipped, cleaned } = readIrc(Buffer.from(log), '2004-11-15')
  expect(happenings.map(({ at: _at, line: _line, ...event }) => event)).toEqual([
    { type: 'said', name: 'ada', text: 'anybody here?' },
    { type: 'did', name: 'bob', text: 'looks up from <his> book' },
    { type: 'joined', name: '|eve|' },
    { type: 'said', name: '|eve|', text: '  three spaces, kept' },
    { type: 'did', name: '|eve|', text: 'pours the tea' },
    { type: 'said', name: '|eve|', text: 'and this line has no name' },
    { type: 'said', name: 'bob', text: 'bold and red' },
    { type: 'renamed', name: 'bob', newName: 'bob[away]' },
    { type: 'said', name: 'bob[away]', text: 'still here' },
    { type: 'left', name: 'ada', text: '"bye]"' },
    { type: 'did', name: '|eve|', text: 'sets the topic: Tea | and scones' },
    { type: 'did', name: '|eve|', text: 'sets mode -b *!*@host.example' },
    { type: 'noted', text: 'Topic for #tea: scones' },
    { type: 'joined', name: 'ada' },
    { type: 'joined', name: 'ada' },
    { type: 'said', name: 'ada', text: '/me is quoted' },
    { type: 'removed', name: 'bob[away]', by: '|eve|', text: 'too loud' },
    { type: 'left', name: 'ada', text: 'Ping timeout' },
    { type: 'said', name: '|eve|', text: 'good morning' },
  ])
  expect({ lines, skipped, cleaned }).toEqual({ lines: 21, skipped: { blank: 1, 'without words': 1 }, cleaned: 1 })
})

test('the time of a line goes on over noon and midnight, and a line without one has that of the line before', () => {
  expect(times('[12:59] <ada> a\n=== bob eats\n[01:00] <ada> b\n[12:10] <ada> c')).toEqual([
    '15T12:59',
    '15T12:59',
    '15T13:00',
    '16T00:10',
  ])
  expect(times('=== bob eats\n[23:59] <ada> a\n[00:01] <ada> b\n[00:00] <ada> c')).toEqual([
    '15T23:59',
    '15T23:59',
    '16T00:01',
    '17T00:00',
  ])
})

function times(text: string) {
  return readIrc(Buffer.from(text), '2004-11-15').happenings.map(({ at }) => at.toISOString().slice(8, 16))
}

test('old encodings and Windows line ends are read', () => {
  const bytes = Buffer.concat([
    Buffer.from('[10:00] <ada> na\u00efve\r\n'),
    Buffer.from('[10:01] <bob> caf\u00e9\r\n', 'latin1'),
  ])
  const { happenings, recoded } = readIrc(bytes, '2004-11-15')
  expect(happenings).toMatchObject([{ text: 'naïve' }, { text: 'café' }])
  expect(recoded).toBe(1)
})

test('a log becomes a group in which every line has its place, and the counts add up', async () => {
  const read = readIrc(Buffer.from(log), '2004-11-15')
  const owner = await app.person('ada')
  const stored = await storeGroup(app.db, read.happenings, { title: '#tea', content: 'tea', owner: owner.username })
  expect(await brokenRules(app.db)).toEqual([])

  const { messages } = await owner.messages.list({ chatId: stored.chatId, limit: 100 })
  const more = Object.values(stored.history.added).reduce((sum, count) => sum + count)
  expect(messages.length).toBe(read.lines - read.skipped.blank - read.skipped['without words'] + more)
  expect(messages.map(({ sender, text, event }) => `${sender.displayName} ${event?.type ?? text}`)).toContain(
    'bob /me looks up from <his> book',
  )
  expect(messages.at(-1)).toMatchObject({
    text: 'good morning',
    sender: { displayName: '|eve|', username: 'eve' },
    createdAt: new Date('2004-11-16T01:02Z'),
  })
  expect(await owner.chats.list()).toMatchObject([{ id: stored.chatId, title: '#tea', role: 'owner', unread: 0 }])
  expect(importReport([read], stored)).toMatch(
    /lines read +21\nimported +19 .*\nskipped +2 {2}1 blank, 1 without words/,
  )
})

test('a log is imported once; the same people in another log are the same users', async () => {
  const first = readIrc(Buffer.from('[10:00] <Dora> one\n[10:00] <dora|> two'), '2004-11-15').happenings
  const stored = await storeGroup(app.db, first, { title: '#one', content: 'one' })
  await expect(storeGroup(app.db, first, { title: '#again', content: 'one' })).rejects.toThrow(
    `imported before: it is the chat ${stored.chatId}`,
  )

  const second = readIrc(Buffer.from('[10:00] <dora> three\n[10:00] <finn> four'), '2004-11-16').happenings
  expect(await storeGroup(app.db, second, { title: '#two', content: 'two' })).toMatchObject({ newPeople: 1 })
  const users = await app.db
    .selectFrom('users')
    .select(['username', 'displayName'])
    .where('id', 'in', [userIdOf('dora'), userIdOf('dora|')])
    .orderBy('displayName', 'desc')
    .execute()
  expect(users).toEqual([
    { username: expect.stringMatching(/^dora-[0-9a-f]{6}$/), displayName: 'dora|' },
    { username: 'dora', displayName: 'Dora' },
  ])
  expect(await brokenRules(app.db)).toEqual([])
})

test('a line longer than a message becomes several', async () => {
  const read = readIrc(Buffer.from(`[10:00] <ada> ${'😀'.repeat(9000)}`), '2004-11-15')
  const { history } = await storeGroup(app.db, read.happenings, { title: '#long', content: 'long' })
  expect(history.messages.map(({ text }) => Array.from(text).length)).toEqual([0, 4000, 4000, 1000])
  expect(history.added['rest of a long line']).toBe(2)
})

test('a replay brings every line to everybody, once and in order', async () => {
  const { happenings } = readIrc(Buffer.from(log), '2004-11-15')
  const password = 'a replay in a test'
  const played = await replay(happenings, { title: '#live', url: app.url, speed: 1e6, password })
  expect(played).toMatchObject({ messages: 19, clients: 5, deliveries: 95, lost: 0, doubled: 0, outOfOrder: 0 })

  const [username = ''] = played.usernames
  const again = await replay(happenings, { title: '#live again', url: app.url, speed: 1e6, password })
  expect(again.usernames).toEqual(played.usernames)
  const { token } = await apiAt(app.url).auth.login({ username, password, as: 'token' })
  const chats = await apiAt(app.url, { authorization: `Bearer ${token}` }).chats.list()
  expect(chats.map(({ title }) => title)).toEqual(['#live again', '#live'])
})

test('a replay notices what was lost, doubled or moved', () => {
  const sent = new Map(['a', 'b', 'c'].map((id) => [id, { at: 0, name: 'ada' }]))
  const views = [
    ['a', 'b', 'c'],
    ['a', 'c', 'b'],
    ['a', 'a', 'b'],
  ].map((ids) => ({ ids, latencies: [1] }))
  expect(judge(views, sent)).toMatchObject({ lost: 1, doubled: 1, outOfOrder: 1 })
  expect(judge([{ ids: ['b', 'a', 'c'], latencies: [1] }], sent)).toMatchObject({ lost: 0, doubled: 0, outOfOrder: 1 })
})

test('an operator imports a log and gives one of its people a password', async () => {
  const file = join(folder, 'tea-2010-01-02.txt')
  writeFileSync(file, '[10:00] <grace> hello\n')
  expect(await command('import.ts', 'irc', file, '--title', '#cli')).toMatch(/lines read +1\n/)
  await expect(command('import.ts', 'irc', file, '--title', '#cli')).rejects.toThrow('imported before')
  await command('password.ts', 'grace', '--password', 'grace has it back')
  expect(
    await apiAt(app.url).auth.login({ username: 'grace', password: 'grace has it back', as: 'token' }),
  ).toMatchObject({ user: { displayName: 'grace' } })
})

async function command(script: string, ...words: string[]) {
  const env = { ...process.env, DATABASE_URL: app.databaseUrl }
  const { stdout } = await promisify(execFile)('node_modules/.bin/tsx', [`scripts/${script}`, ...words], { env })
  return stdout
}
