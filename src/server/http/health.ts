import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { pendingMigrations } from '../database/migrations.ts'

/** What is not ready, or undefined. */
export async function whatIsNotReady(db: Database): Promise<string | undefined> {
  try {
    await sql`select 1`.execute(db)
    const pending = await pendingMigrations(db)
    return pending.length > 0 ? 'migrations' : undefined
  } catch {
    return 'database'
  }
}
