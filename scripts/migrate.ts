import { spawnSync } from 'node:child_process'
import { connect } from '../src/server/database/database.ts'
import { migrate } from '../src/server/database/migrations.ts'
import { withDatabaseUrl } from './database.ts'

// npm run migrate            → everything that is pending
// npm run migrate -- list    → any other word of kysely-ctl's `migrate`, where the development packages are installed
const words = process.argv.slice(2)
try {
  process.exitCode = await withDatabaseUrl(words.length > 0 ? askKysely : migrateAll)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

async function migrateAll(url: string): Promise<number> {
  const { db } = connect(url, console, { size: 1 })
  try {
    const ran = await migrate(db)
    console.log(ran.length > 0 ? `Done: ${ran.join(', ')}` : 'The tables are up to date.')
    return 0
  } finally {
    await db.destroy()
  }
}

function askKysely(url: string): Promise<number> {
  const program = 'node_modules/kysely-ctl/dist/bin.mjs'
  const { status } = spawnSync(process.execPath, [program, 'migrate', ...words, '--no-outdated-check'], {
    stdio: 'inherit',
    env: { ...process.env, DATABASE_URL: url },
  })
  return Promise.resolve(status ?? 1)
}
