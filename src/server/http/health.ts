import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { pendingMigrations } from '../database/migrations.ts'
import type { Relay } from '../live/relay.ts'

/** What is not ready, or undefined. A bus that has gone away makes nothing wrong, only late: then no process would be ready. */
export async function whatIsNotReady(db: Database, relay: Relay): Promise<string | undefined> {
  try {
    await sql`select 1`.execute(db)
    const pending = await pendingMigrations(db)
    if (pending.length > 0) return 'migrations'
    return relay.isOpening() ? 'bus' : undefined
  } catch {
    return 'database'
  }
}
