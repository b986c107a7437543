import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from '../../src/server/database/database.ts'
import { pendingMigrations } from '../../src/server/database/migrations.ts'
import { apiAt, createTestDatabase, type Person, startTestApp, type TestApp } from '../../src/server/testing.ts'
import { brokenRules } from '../testing.ts'
import { migratorOn, tablesIn, withClient } from './connection.ts'
import { restoreBackup } from './restore.ts'
import { writeBackup } from './write.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'parley-backup-'))
const file = path.join(folder, 'all.gz')
const awkward = ['one\ntwo', '\\.', 'tab\there', 'back\\slash', '\\N', '🦊 שלום', 'it\'s "quoted"', '{"a":1}']
let app: TestApp
let ada: Person
let bob: Person
let chatId: string
beforeAll(async () => {
  app = await startTestApp()
  ;[ada, bob] = await Promise.all([app.person('ada'), app.person('bob')])
  const direct = await ada.chats.openDirect({ userId: bob.id })
  chatId = direct.chatId
  for (const text of awkward) await ada.say(chatId, text)
  await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  const first = (await bob.messages.list({ chatId })).messages[0]!
  await bob.messages.react({ chatId, id: first.id, emoji: '👍', on: true })
  await bob.say(chatId, `@${ada.username} look`)
  await app.db
    .insertInto('avatars')
    .values({ userId: ada.id, version: 'x', image: Buffer.from([0, 92, 10, 255]) })
    .execute()
  await writeBackup(app.databaseUrl, file)
})
afterAll(async () => {
  await app.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Every row of every table, and every rule of the schema. */
function contentOf(url: string) {
  return withClient(url, async (client) => {
    const content: Record<string, unknown> = {}
    for (const { table } of await tablesIn(client)) {
      const { rows } = await client.query(`select to_jsonb(t)::text as row from ${table} as t order by 1`)
      content[table] = rows.map(({ row }) => row)
    }
    const rules = await client.query(`
      select conrelid::regclass::text as table, pg_get_constraintdef(oid) as rule, convalidated::text from pg_constraint
      union select tgrelid::regclass::text, tgname, tgenabled::text from pg_trigger where not tgisinternal
      union select tablename, indexdef, '' from pg_indexes where schemaname = 'public'
      union select '', pg_get_functiondef(oid), '' from pg_proc where pronamespace = 'public'::regnamespace
      union select 'migration', name, '' from kysely_migration
      order by 1, 2`)
    return { ...content, rules: rules.rows }
  })
}

async function emptyDatabase() {
  const url = await createTestDatabase()
  await withClient(url, (client) => client.query('drop schema public cascade; create schema public'))
  return url
}

const epochOf = (url: string) => withClient(url, async (client) => (await client.query('select id from epochs')).rows)

test('what was written comes back, every row of every table, and every rule', async () => {
  const before = await contentOf(app.databaseUrl)
  expect(Object.values(before).filter((rows) => rows.length > 0).length).toBeGreaterThan(8)
  for (const url of [await emptyDatabase(), await createTestDatabase()]) {
    const rows = await restoreBackup(url, file)
    expect(rows['messages']).toBe(awkward.length + 2)
    expect(await contentOf(url)).toEqual(before)
    expect(await epochOf(url)).toHaveLength(1)
    expect(await epochOf(url)).not.toEqual(await epochOf(app.databaseUrl))
  }
})

test('the app goes on where it was: people sign in, numbers follow, rules hold', async () => {
  const url = await createTestDatabase()
  await restoreBackup(url, file)
  const again = await startTestApp({}, url)
  const { token } = await apiAt(again.url).auth.login({ username: ada.username, password: ada.password, as: 'token' })
  const api = apiAt(again.url, { authorization: `Bearer ${token}` })
  const { number } = await api.messages.send({ id: crypto.randomUUID(), chatId, text: 'here again' })
  expect(number).toBe(awkward.length + 2)
  expect((await api.messages.list({ chatId })).messages.slice(0, awkward.length).map(({ text }) => text)).toEqual(
    awkward,
  )
  const eve = await again.person('eve')
  const group = await eve.groups.create({ title: 'New', userIds: [ada.id] })
  expect(await eve.chats.get({ chatId: group.chatId })).toMatchObject({ memberCount: 2 })
  expect(await brokenRules(again.db)).toEqual([])
  await again.stop()
})

test('a backup that is written while people talk is one moment', async () => {
  const during = path.join(folder, 'during.gz')
  const talk = new AbortController()
  const talking = (async () => {
    for (let word = 0; !talk.signal.aborted; word++)
      await Promise.all([ada.say(chatId, `a ${word}`), bob.say(chatId, `b ${word}`)])
  })()
  await writeBackup(app.databaseUrl, during)
  talk.abort()
  await talking
  const url = await createTestDatabase()
  await restoreBackup(url, during)
  const { db } = connect(url, console, { size: 1 })
  expect(await brokenRules(db)).toEqual([])
  await db.destroy()
})

test('only its owner can read the file, and nothing is overwritten', async () => {
  expect(statSync(file).mode & 0o777).toBe(0o600)
  await expect(writeBackup(app.databaseUrl, file)).rejects.toThrow('is there already')
})

test('a database with people in it is replaced only by --force, and never while Parley runs on it', async () => {
  const other = await startTestApp()
  await other.person('eve')
  await expect(restoreBackup(other.databaseUrl, file, { force: true })).rejects.toThrow('Stop it first')
  await other.stop()
  await expect(restoreBackup(other.databaseUrl, file)).rejects.toThrow('There are 1 users in this database')
  await withClient(other.databaseUrl, (client) => client.query('create table of_somebody_else (id int)'))
  await restoreBackup(other.databaseUrl, file, { force: true })
  const content: Record<string, unknown> = await contentOf(other.databaseUrl)
  expect(content['users']).toEqual(((await contentOf(app.databaseUrl)) as Record<string, unknown>)['users'])
  expect(content['of_somebody_else']).toEqual([])
})

test('a damaged or foreign file changes nothing', async () => {
  const url = await createTestDatabase()
  const { db } = connect(url, console, { size: 1 })
  await sql`insert into users (id, username, display_name) values (gen_random_uuid(), 'eve', 'Eve')`.execute(db)
  await db.destroy()
  const before = await contentOf(url)
  const whole = readFileSync(file)
  const text = gunzipSync(whole).toString()
  const name = (content: Buffer | string, called: string) => {
    writeFileSync(path.join(folder, called), content)
    return path.join(folder, called)
  }
  const newer = text.replace(/"migrations":\[/, '"migrations":["0000-of-others",')
  const orphans = text.replace(/^(\{"table":"users".*\n)[\s\S]*?^\\\.$/m, '$1\\.')
  const files: [string, string][] = [
    [name(whole.subarray(0, whole.length - 200), 'cut.gz'), 'cut off'],
    [name(gzipSync(text.slice(0, text.lastIndexOf('{"rows"'))), 'short.gz'), 'cut off'],
    [name('not a backup', 'plain.gz'), 'not a backup'],
    [name(gzipSync('{"parley":2}\n'), 'two.gz'), 'not a backup'],
    [name(gzipSync(newer), 'newer.gz'), 'does not know its migration 0000-of-others'],
    [name(gzipSync(text.replace('"table":"chats"', '"table":"pg_class"')), 'table.gz'), 'another table pg_class'],
    [name(gzipSync(orphans), 'orphans.gz'), 'violates foreign key'],
    [path.join(folder, 'none.gz'), 'no such file'],
  ]
  for (const [damaged, why] of files) await expect(restoreBackup(url, damaged, { force: true })).rejects.toThrow(why)
  expect(await contentOf(url)).toEqual(before)
})

test('an older backup is brought up to date', async () => {
  const old = await emptyDatabase()
  await withClient(old, async (client) => {
    await migratorOn(client).migrateTo('0002-changes')
    await client.query(`insert into users (id, username, display_name) values (gen_random_uuid(), 'old', 'Old')`)
  })
  const oldFile = path.join(folder, 'old.gz')
  await writeBackup(old, oldFile)
  const url = await createTestDatabase()
  await restoreBackup(url, oldFile)
  const { db } = connect(url, console, { size: 1 })
  expect(await pendingMigrations(db)).toEqual([])
  expect(await db.selectFrom('users').select('displayName').execute()).toEqual([{ displayName: 'Old' }])
  await db.destroy()
})

test('who cannot reach the database hears why', async () => {
  await expect(writeBackup('postgres://localhost:1/none', path.join(folder, 'x'))).rejects.toThrow(
    'No database answers',
  )
})
