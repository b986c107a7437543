import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type Kysely, type Migration, type MigrationProvider, Migrator, sql } from 'kysely'

const folder = fileURLToPath(new URL('../../../migrations/', import.meta.url))

/** The numbered SQL files of `migrations/`. There is no way down: a mistake is mended by the next file. */
export const migrationFiles: MigrationProvider = {
  async getMigrations() {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted()
    const read = async (name: string): Promise<[string, Migration]> => {
      const text = await readFile(`${folder}${name}`, 'utf8')
      return [name.replace(/\.sql$/, ''), { up: async (db) => void (await sql.raw(text).execute(db)) }]
    }
    return Object.fromEntries(await Promise.all(names.map(read)))
  },
}

/** Brings the tables up to date, under the migrator's advisory lock: many processes may start at once. Returns the names of what ran. */
export async function migrate<T>(db: Kysely<T>): Promise<string[]> {
  const { error, results = [] } = await migratorFor(db).migrateToLatest()
  if (error) throw error
  return results.map(({ migrationName }) => migrationName)
}

export async function pendingMigrations<T>(db: Kysely<T>): Promise<string[]> {
  const all = await migratorFor(db).getMigrations()
  return all.filter(({ executedAt }) => !executedAt).map(({ name }) => name)
}

function migratorFor<T>(db: Kysely<T>) {
  return new Migrator({ db, provider: migrationFiles })
}
