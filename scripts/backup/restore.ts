import { readFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { migrationFiles } from '../../src/server/database/migrations.ts'
import { migratorOn, tablesIn, withClient } from './connection.ts'
import { checkBackup, type Header, readBackup } from './file.ts'

const mostLooks = 10
const lookMs = 200

/** Puts a backup into an empty database, or (`force`) in the place of what is there: all of it, or nothing. */
export async function restoreBackup(
  url: string,
  path: string,
  { force = false } = {},
): Promise<Record<string, number>> {
  const header = await checkBackup(path)
  await refuseForeign(header)
  return withClient(url, async (client) => {
    await refuseWhileRunning(client)
    await client.query('begin')
    if (!force) await refuseFull(client)
    await dropAll(client)
    await migrate(client, header.migrations.at(-1))
    const rows = await load(client, path)
    await migrate(client)
    await client.query('commit')
    await client.query('analyze')
    return rows
  })
}

/** An older backup is brought up to date; what a newer Parley made, this one cannot read. */
async function refuseForeign({ migrations }: Header) {
  const ours = Object.keys(await migrationFiles.getMigrations())
  const strange = migrations.find((name, index) => name !== ours[index])
  if (strange)
    throw new Error(
      `The backup is of another version of Parley: this one does not know its migration ${strange}. Use the version that made it, or a newer one.`,
    )
}

/** Of a Parley that was just stopped the database knows for a moment longer. */
async function refuseWhileRunning(client: pg.Client) {
  for (let look = 0; look < mostLooks; look++) {
    const { rows } = await client.query(
      `select from pg_stat_activity where datname = current_database() and application_name = 'parley' and pid <> pg_backend_pid()`,
    )
    if (rows.length === 0) return
    await setTimeout(lookMs)
  }
  throw new Error('Parley runs on this database. Stop it first.')
}

async function refuseFull(client: pg.Client) {
  const { rows: known } = await client.query(`select to_regclass('users') is not null as known`)
  if (!known[0].known) return
  const { rows } = await client.query('select count(*)::int as users from users')
  const { users } = rows[0]
  if (users > 0)
    throw new Error(`There are ${users} users in this database. With --force the backup takes their place.`)
}

/** Only what our migrations make: a schema may have other tables beside ours. */
async function dropAll(client: pg.Client) {
  const names = await namesIn(/create table (?:if not exists )?(\w+)/g)
  for (const name of [...names, 'kysely_migration', 'kysely_migration_lock'])
    await client.query(`drop table if exists ${pg.escapeIdentifier(name)} cascade`)
  const functions = await namesIn(/create (?:or replace )?function (\w+)/g)
  const { rows } = await client.query(
    'select oid::regprocedure::text as name from pg_proc where pronamespace = current_schema()::regnamespace and proname = any($1)',
    [functions],
  )
  for (const { name } of rows) await client.query(`drop function ${name} cascade`)
}

async function namesIn(pattern: RegExp): Promise<string[]> {
  const folder = new URL('../../migrations/', import.meta.url)
  const files = Object.keys(await migrationFiles.getMigrations())
  const texts = await Promise.all(files.map((name) => readFile(new URL(`${name}.sql`, folder), 'utf8')))
  return texts.flatMap((text) => [...text.matchAll(pattern)].map(([, name = '']) => name))
}

async function migrate(client: pg.Client, upTo?: string) {
  const migrator = migratorOn(client)
  const { error } = upTo ? await migrator.migrateTo(upTo) : await migrator.migrateToLatest()
  if (error) throw error
}

/** Without triggers, which would count members twice, and without foreign keys, which are checked all at once at the end. */
async function load(client: pg.Client, path: string): Promise<Record<string, number>> {
  const tables = await tablesIn(client)
  const keys = await foreignKeys(client)
  const rows: Record<string, number> = {}
  for (const { table, name } of keys) await client.query(`alter table ${table} drop constraint ${name}`)
  for (const { table } of tables) {
    await client.query(`alter table ${pg.escapeIdentifier(table)} disable trigger user`)
    await client.query(`truncate ${pg.escapeIdentifier(table)}`)
  }
  for await (const part of readBackup(path)) {
    if ('migrations' in part) continue
    const known = tables.find(({ table }) => table === part.table)?.columns ?? []
    if (!part.columns.every((column) => known.includes(column)))
      throw new Error(`The backup has another table ${part.table} than this version of Parley.`)
    const copied = client.query(
      copyFrom(`copy ${pg.escapeIdentifier(part.table)} (${part.columns.join(', ')}) from stdin`),
    )
    await pipeline(part.rows(), copied)
    rows[part.table] = copied.rowCount
  }
  for (const { table } of tables) await client.query(`alter table ${pg.escapeIdentifier(table)} enable trigger user`)
  for (const { table, name, definition } of keys)
    await client.query(`alter table ${table} add constraint ${name} ${definition}`)
  return rows
}

async function foreignKeys(client: pg.Client): Promise<{ table: string; name: string; definition: string }[]> {
  const { rows } = await client.query(`
    select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where contype = 'f' and connamespace = current_schema()::regnamespace`)
  return rows
}
