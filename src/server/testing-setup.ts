import { mkdtempSync, rmSync, chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { connect } from './database/database.ts'
import { startEmbedded } from './database/embedded.ts'
import { migrate } from './database/migrations.ts'

declare module 'vitest' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- only an interface can be merged
  export interface ProvidedContext {
    databaseUrl: string
  }
}

/** One PostgreSQL for the whole run. Each test file copies the migrated database to one of its own. */
export async function setup({ provide }: TestProject) {
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-test-'))
  chmodSync(folder, 0o711)
  const { url, stop } = await startEmbedded(folder, { fast: true })
  const { db } = connect(url, { warn: () => undefined }, { size: 1 })
  await migrate(db)
  await db.destroy()
  provide('databaseUrl', url)
  return () => {
    stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
