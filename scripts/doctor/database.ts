import { existsSync } from 'node:fs'
import path from 'node:path'
import { sql } from 'kysely'
import type { Config } from '../../src/server/config.ts'
import { connect, type Database, explain } from '../../src/server/database/database.ts'
import { migrationFiles } from '../../src/server/database/migrations.ts'
import { withDatabaseUrl } from '../database.ts'
import { fault, fine, type Finding, warning } from './findings.ts'

const oldest = 140_000
const connectionsOfProcess = 20

export async function checkDatabase({ databaseUrl, dataFolder }: Config): Promise<Finding[]> {
  if (!databaseUrl && !existsSync(path.join(dataFolder, 'pg18.turns')))
    return [fine('Database', `There is none yet. The first start makes one under ${dataFolder}.`)]
  try {
    return await withDatabaseUrl(askDatabase)
  } catch (error) {
    return [
      fault(
        'Database',
        error instanceof Error ? error.message : String(error),
        'Read its log in the folder of DATA_DIR, or set DATABASE_URL.',
      ),
    ]
  }
}

export async function askDatabase(url: string): Promise<Finding[]> {
  const { db } = connect(url, { warn: () => undefined }, { size: 1 })
  try {
    const facts = await readFacts(db)
    return [...checkServer(facts), ...(await checkMigrations(db)), ...(await checkPush(db))]
  } catch (error) {
    return [fault('Database', explain(error, url), 'docs/operations.md has an example for every kind of DATABASE_URL.')]
  } finally {
    await db.destroy()
  }
}

async function readFacts(db: Database) {
  const { rows } = await sql<{ version: number; connections: number; mayCreate: boolean; fsync: string }>`
    select current_setting('server_version_num')::int as version, current_setting('max_connections')::int as connections,
      has_schema_privilege(current_schema(), 'create') as may_create, current_setting('fsync') as fsync`.execute(db)
  return rows[0]!
}

function checkServer({ version, connections, mayCreate, fsync }: Awaited<ReturnType<typeof readFacts>>): Finding[] {
  const name = `PostgreSQL ${Math.floor(version / 10_000)}`
  const findings: Finding[] = []
  if (version < oldest) findings.push(fault('Database', `${name} is too old.`, 'Parley needs PostgreSQL 14 or later.'))
  if (!mayCreate)
    findings.push(
      fault(
        'Database',
        'This user may not make tables.',
        'As its owner: grant create on schema public to the user of DATABASE_URL.',
      ),
    )
  if (fsync === 'off')
    findings.push(
      warning('Database', 'fsync is off: a crash can lose what was said.', 'Set fsync = on in postgresql.conf.'),
    )
  if (connections < connectionsOfProcess + 10)
    findings.push(
      warning(
        'Database',
        `It takes ${connections} connections, and each process of Parley may want ${connectionsOfProcess}.`,
        'Raise max_connections.',
      ),
    )
  return findings.length > 0 ? findings : [fine('Database', `${name} answers.`)]
}

async function checkMigrations(db: Database): Promise<Finding[]> {
  const ours = Object.keys(await migrationFiles.getMigrations())
  const { rows: known } = await sql<{
    known: boolean
  }>`select to_regclass('kysely_migration') is not null as known`.execute(db)
  if (!known[0]?.known) return [fine('Tables', 'There are none yet. The first start makes them.')]
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  const done = new Set(rows.map(({ name }) => name))
  const strange = [...done].filter((name) => !ours.includes(name))
  if (strange.length > 0)
    return [
      fault(
        'Tables',
        `A newer Parley has changed them (${strange.join(', ')}).`,
        'Run that version, or restore a backup of this one.',
      ),
    ]
  const pending = ours.filter((name) => !done.has(name))
  if (pending.length === 0) return [fine('Tables', 'They are up to date.')]
  return [
    warning(
      'Tables',
      `${pending.length} changes wait: ${pending.join(', ')}.`,
      'The next start makes them, or: npm run migrate',
    ),
  ]
}

async function checkPush(db: Database): Promise<Finding[]> {
  const { rows: known } = await sql<{ known: boolean }>`select to_regclass('settings') is not null as known`.execute(db)
  if (!known[0]?.known) return []
  const row = await db.selectFrom('settings').select('name').where('name', '=', 'pushKeys').executeTakeFirst()
  return [fine('Push', row ? 'Its keys are in the database.' : 'Its keys are made at the first start.')]
}
