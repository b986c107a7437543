import { Kysely, Migrator, PostgresDialect } from 'kysely'
import pg from 'pg'
import { connectionOf, explain } from '../../src/server/database/database.ts'
import { migrationFiles } from '../../src/server/database/migrations.ts'

/** One connection without the app's deadlines: copying may take its time. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...connectionOf(url), connectionTimeoutMillis: 10_000 })
  let broken: Error | undefined
  client.on('error', (error) => (broken = error))
  try {
    await client.connect()
  } catch (error) {
    throw new Error(explain(error, url), { cause: error })
  }
  try {
    // How times and numbers are written must not depend on the server's settings.
    await client.query(
      `set datestyle = 'ISO'; set intervalstyle = 'postgres'; set timezone = 'UTC'; set client_encoding = 'UTF8'`,
    )
    return await work(client)
  } catch (error) {
    throw broken ? new Error(explain(broken, url), { cause: error }) : error
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** The migrator inside the transaction of this connection. */
export function migratorOn(client: pg.Client): Migrator {
  const only = { query: client.query.bind(client), release: () => undefined } as unknown as pg.PoolClient
  const pool = { connect: () => Promise.resolve(only), end: () => Promise.resolve() }
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  return new Migrator({ db, provider: migrationFiles, disableTransactions: true })
}

/** Columns that are computed are not copied. */
export async function tablesIn(client: pg.Client): Promise<{ table: string; columns: string[] }[]> {
  const { rows } = await client.query(`
    select relname as table, array_agg(quote_ident(attname) order by attnum) as columns
    from pg_class join pg_attribute on attrelid = pg_class.oid
    where relnamespace = current_schema()::regnamespace and relkind = 'r' and attnum > 0 and not attisdropped and attgenerated = ''
      and relname not like 'kysely\\_%' and relname <> 'epochs'
    group by relname order by relname`)
  return rows
}
