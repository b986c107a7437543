import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { tablesIn, withClient } from './connection.ts'
import { endOfRows, type Header } from './file.ts'

/** Writes everything as it stood at one moment, while the app goes on. Returns how many rows of each table. */
export async function writeBackup(url: string, path: string): Promise<Record<string, number>> {
  if (existsSync(path)) throw new Error(`${path} is there already. Choose another name.`)
  const draft = `${path}.part`
  try {
    const rows: Record<string, number> = {}
    await withClient(url, async (client) => {
      await client.query('begin isolation level repeatable read read only')
      // Others may not read what is in it: password hashes, addresses, words.
      await pipeline(linesOf(client, rows), createGzip(), createWriteStream(draft, { mode: 0o600 }))
    })
    renameSync(draft, path)
    return rows
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}

async function* linesOf(client: pg.Client, rows: Record<string, number>): AsyncGenerator<Buffer | string> {
  yield line(await headerOf(client))
  for (const { table, columns } of await tablesIn(client)) {
    yield line({ table, columns })
    const copied = client.query(copyTo(`copy ${pg.escapeIdentifier(table)} (${columns.join(', ')}) to stdout`))
    for await (const chunk of copied) yield chunk as Buffer
    yield endOfRows
    rows[table] = copied.rowCount
  }
  yield line({ rows })
}

async function headerOf(client: pg.Client): Promise<Header> {
  const { rows: known } = await client.query(`select to_regclass('kysely_migration') is not null as known`)
  if (!known[0].known) throw new Error('There is nothing of Parley in this database yet.')
  const { rows } = await client.query('select name, now() as at from kysely_migration order by name')
  return { parley: 1, madeAt: rows[0].at.toISOString(), migrations: rows.map(({ name }) => name) }
}

function line(content: unknown): string {
  return `${JSON.stringify(content)}\n`
}
