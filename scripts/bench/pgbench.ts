import { execFile } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { v7 as uuid } from 'uuid'
import pg from 'pg'
import { spread } from './crowd/spread.ts'
import { textOf } from './crowd/words.ts'
import type { Bench } from './measure.ts'

const program = '/usr/bin/pgbench'
/** The one of PostgreSQL itself, where it is installed; else 64 connections of Node. */
export const kind = existsSync(program) ? 'pgbench of PostgreSQL' : 'prepared inserts by Node'

/** What the database does by itself: one row a statement, prepared, each committed by itself. */
export function pgbench(bench: Bench): Promise<Record<string, number>> {
  return existsSync(program) ? byProgram(bench) : byNode(bench)
}

async function byProgram({ databases, sizes, folder, postgres }: Bench) {
  const script = path.join(folder, 'insert.sql')
  writeFileSync(
    script,
    `insert into messages (id, chat_id, sender_id, text) values (gen_random_uuid(), '${uuid()}', '${uuid()}', '${textOf(1)}');\n`,
  )
  const url = new URL(databases.peers)
  const seconds = String(Math.max(1, Math.round(sizes.sendSeconds)))
  const before = postgres.cpu() ?? Number.NaN
  const { stdout } = await promisify(execFile)(
    program,
    // One thread, so that it is not a second load beside the one of the others.
    ['-n', '-M', 'prepared', '-c', String(sizes.senders), '-j', '1', '-T', seconds, '-f', script, url.href],
    { env: { ...process.env, PGPASSWORD: decodeURIComponent(url.password) } },
  )
  const found = (pattern: RegExp) => Number(pattern.exec(stdout)?.[1])
  const acknowledged = found(/transactions actually processed: (\d+)/)
  return {
    acknowledgedASecond: found(/tps = ([\d.]+)/),
    average: found(/latency average = ([\d.]+)/),
    postgresMicroseconds: ((postgres.cpu() ?? Number.NaN) - before) / acknowledged,
  }
}

async function byNode({ databases, sizes, postgres }: Bench) {
  const clients = await Promise.all(
    Array.from({ length: sizes.senders }, async () => {
      const client = new pg.Client(databases.peers)
      await client.connect()
      return client
    }),
  )
  const [chatId, senderId] = [uuid(), uuid()]
  const latencies: number[] = []
  const before = postgres.cpu() ?? Number.NaN
  const startedAt = performance.now()
  await Promise.all(
    clients.map(async (client) => {
      for (let at = startedAt; at - startedAt < sizes.sendSeconds * 1000;) {
        await client.query({
          name: 'insert',
          text: 'insert into messages (id, chat_id, sender_id, text) values ($1, $2, $3, $4)',
          values: [uuid(), chatId, senderId, textOf(1)],
        })
        const now = performance.now()
        latencies.push(now - at)
        at = now
      }
    }),
  )
  const ms = performance.now() - startedAt
  const cpu = (postgres.cpu() ?? Number.NaN) - before
  await Promise.all(clients.map((client) => client.end()))
  const { p50, p99 } = spread(latencies)
  return {
    acknowledgedASecond: (latencies.length * 1000) / ms,
    p50,
    p99,
    postgresMicroseconds: cpu / latencies.length,
  }
}
