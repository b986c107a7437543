import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { Migrator, sql } from 'kysely'
import pg from 'pg'
import { inject, expect, test } from 'vitest'
import { createTestDatabase } from '../testing.ts'
import { connect } from './database.ts'
import { migrate, migrationFiles, pendingMigrations } from './migrations.ts'

const log = { warn: () => undefined }

async function emptyDatabase(name: string): Promise<string> {
  const admin = new pg.Client(new URL('/template1', inject('databaseUrl')).href)
  await admin.connect()
  await admin.query(`create database ${name}`)
  await admin.end()
  return new URL(`/${name}`, inject('databaseUrl')).href
}

test('many processes that start at once migrate an empty database once', async () => {
  const url = await emptyDatabase('at_once')
  const connections = Array.from({ length: 4 }, () => connect(url, log, { size: 2 }))
  const ran = await Promise.all(connections.map(({ db }) => migrate(db)))
  expect(ran.filter((names) => names.length > 0)).toHaveLength(1)
  expect(await pendingMigrations(connections[0]!.db)).toEqual([])
  await Promise.all(connections.map(({ db }) => db.destroy()))
})

test('an operator sees with kysely-ctl what has run', async () => {
  const url = await createTestDatabase()
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['node_modules/tsx/dist/cli.mjs', 'scripts/migrate.ts', 'list'],
    {
      // In a test kysely-ctl would say nothing.
      env: { ...process.env, DATABASE_URL: url, NODE_ENV: 'production', TEST: undefined, VITEST: undefined },
    },
  )
  expect(stdout).toContain('0001-tables')
  expect(stdout).not.toContain('[ ]')
})

test('the rules are in SQL: what must not be cannot be written', async () => {
  const { db } = connect(await createTestDatabase(), log, { size: 1 })
  const user = (name: string) =>
    sql<{
      id: string
    }>`insert into users (id, username, display_name) values (gen_random_uuid(), ${name}, ${name}) returning id`.execute(
      db,
    )
  const ada = (await user('ada')).rows[0]!.id
  await expect(user('ADA')).rejects.toMatchObject({ constraint: 'users_username' })
  await expect(sql`insert into chats (id, kind) values (gen_random_uuid(), 'group')`.execute(db)).rejects.toMatchObject(
    { code: '23514' },
  )
  await expect(
    sql`insert into chats (id, kind, title, direct_key) values (gen_random_uuid(), 'direct', 'x', 'y')`.execute(db),
  ).rejects.toMatchObject({ code: '23514' })
  const chat = await sql<{
    id: string
  }>`insert into chats (id, kind, title) values (gen_random_uuid(), 'group', 'Engines') returning id`.execute(db)
  const chatId = chat.rows[0]!.id
  await sql`insert into members (chat_id, user_id, role) values (${chatId}, ${ada}, 'owner')`.execute(db)
  const bob = (await user('bob')).rows[0]!.id
  await expect(
    sql`insert into members (chat_id, user_id, role) values (${chatId}, ${bob}, 'owner')`.execute(db),
  ).rejects.toMatchObject({ constraint: 'members_one_owner' })
  await expect(
    sql`insert into messages (chat_id, number, id, version, said, sender_id, text, deleted_at) values (${chatId}, 1, gen_random_uuid(), 1, 1, ${ada}, 'words', now())`.execute(
      db,
    ),
  ).rejects.toMatchObject({ code: '23514' })
  const { rows } = await sql<{ memberCount: number }>`select member_count from chats where id = ${chatId}`.execute(db)
  expect(rows[0]?.memberCount).toBe(1)
  await db.destroy()
})

test('a session of the version before has its device in parts afterwards', async () => {
  const { db } = connect(await emptyDatabase('before'), log, { size: 1 })
  const { error } = await new Migrator({ db, provider: migrationFiles }).migrateTo('0009-signed-sends')
  expect(error).toBeUndefined()
  const { rows } = await sql<{ id: string }>`
    insert into users (id, username, display_name) values (gen_random_uuid(), 'ada', 'Ada') returning id`.execute(db)
  for (const device of ['Firefox on Linux', 'curl/8.5.0', 'Unknown device'])
    await sql`
      insert into sessions (secret_hash, user_id, device, address, expires_at, ends_at)
      values (${Buffer.from(device)}, ${rows[0]!.id}, ${device}, '', now(), now())`.execute(db)
  expect(await migrate(db)).toContain('0010-languages')
  expect(await db.selectFrom('sessions').select(['device', 'browser', 'system']).orderBy('device').execute()).toEqual([
    { device: 'Firefox on Linux', browser: 'Firefox', system: 'Linux' },
    { device: 'Unknown device', browser: null, system: null },
    { device: 'curl/8.5.0', browser: 'curl/8.5.0', system: null },
  ])
  await db.destroy()
})

test('a process waits for the migrations of another, however long they take', async () => {
  const url = await emptyDatabase('slow')
  const [slow, waiting] = [0, 1].map(() => connect(url, log, { size: 1, isUnhurried: true }))
  await migrate(slow!.db)
  const tables = await sql<{ id: number }>`select pg_advisory_lock(3853314791062309107)`.execute(slow!.db)
  expect(tables.rows).toHaveLength(1)
  let isDone = false
  const migrating = migrate(waiting!.db).then(() => (isDone = true))
  await new Promise((resolve) => setTimeout(resolve, 5500))
  expect(isDone).toBe(false)
  await slow!.db.destroy()
  await migrating
  await waiting!.db.destroy()
})
