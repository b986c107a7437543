import { type Insertable, sql } from 'kysely'
import { loadEnvironmentFile, readConfig } from '../src/server/config.ts'
import { connect, type Database, explain } from '../src/server/database/database.ts'
import { startEmbedded } from '../src/server/database/embedded.ts'
import { migrate } from '../src/server/database/migrations.ts'
import type { Tables } from '../src/server/database/tables.ts'

/** Works on the database of the settings, with its tables up to date: the one of DATABASE_URL, else the embedded one, also while the app runs on it. */
export function withDatabase<T>(work: (db: Database) => Promise<T>): Promise<T> {
  return withDatabaseUrl(async (url) => {
    const { db } = connect(url, console, { size: 2 })
    try {
      await migrate(db).catch((error: unknown) => {
        throw new Error(explain(error, url), { cause: error })
      })
      return await work(db)
    } finally {
      await db.destroy()
    }
  })
}

/** As it is. The embedded one is started, and stopped again if nobody else needs it. */
export async function withDatabaseUrl<T>(work: (url: string) => Promise<T>): Promise<T> {
  loadEnvironmentFile()
  const { databaseUrl, dataFolder } = readConfig()
  const embedded = databaseUrl === undefined ? await startEmbedded(dataFolder) : undefined
  const url = databaseUrl ?? embedded?.url ?? ''
  // Ctrl-C takes back the whole transaction, and must not leave the embedded server behind.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130))
  process.on('exit', () => embedded?.stop())
  try {
    return await work(url)
  } finally {
    embedded?.stop()
  }
}

/** Many rows, a thousand at a time. */
export async function insertAll<Table extends 'users' | 'chats' | 'members' | 'messages' | 'reactions'>(
  db: Database,
  table: Table,
  rows: Insertable<Tables[Table]>[],
  progress: (inserted: number) => void = () => undefined,
) {
  const atOnce = 1000
  for (let start = 0; start < rows.length; start += atOnce) {
    const some = rows.slice(start, start + atOnce)
    await db.insertInto(table).values(some).execute()
    progress(some.length)
  }
}

/** Who is named with @username in these chats. */
export async function keepMentions(db: Database, chatIds: string[]) {
  await sql`
    select count(keep_mentions(chat_id, number, text)) from messages
    where chat_id = any(${chatIds}::uuid[]) and kind = 'text' and position('@' in text) > 0
  `.execute(db)
}
