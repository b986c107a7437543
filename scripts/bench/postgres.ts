import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { startEmbedded } from '../../src/server/database/embedded.ts'

export type Postgres = Awaited<ReturnType<typeof startPostgres>>

const ticksASecond = 100
const peersTables = `
  create table messages (
    number bigint generated always as identity primary key,
    id uuid not null,
    chat_id uuid not null,
    sender_id uuid not null,
    text text not null,
    created_at timestamptz not null default now()
  );
  create index on messages (chat_id, number)`

/** One real PostgreSQL for all, fsync on, each server with a database of its own on it. */
export async function startPostgres(folder: string, givenUrl?: string) {
  const embedded = givenUrl ? undefined : await startEmbedded(path.join(folder, 'postgres'))
  const url = givenUrl ?? embedded!.url
  const stopEmbedded = () => embedded?.stop()
  // Before its folder goes.
  process.prependOnceListener('exit', stopEmbedded)
  const made: string[] = []
  const admin = new pg.Client(new URL('/template1', url).href)
  await admin.connect()
  const { rows } = await admin.query<{ pid: number; version: string; fsync: string }>(
    `select pid, current_setting('server_version') as version, current_setting('fsync') as fsync
     from pg_stat_activity where backend_type = 'checkpointer'`,
  )
  const [checkpointer] = rows

  return {
    version: checkpointer?.version ?? '',
    fsync: checkpointer?.fsync ?? '',

    /** Empty; or, for a peer, with the one table that it needs. */
    async createDatabase(name: string, isOfPeer = true): Promise<string> {
      const database = `bench_${name.replace(/\W/g, '_')}_${process.pid}`
      await admin.query(`create database ${database}`)
      made.push(database)
      const its = new URL(`/${database}`, url).href
      if (isOfPeer) await query(its, peersTables)
      return its
    },

    /** Microseconds of all its processes; undefined where the kernel does not say. */
    cpu(): number | undefined {
      try {
        return cpuOf(checkpointer!.pid)
      } catch {
        return undefined
      }
    },

    async stop() {
      for (const database of made) await admin.query(`drop database if exists ${database} with (force)`)
      await admin.end()
      process.off('exit', stopEmbedded)
      stopEmbedded()
    },
  }
}

export async function query<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query<Row>(text)).rows
  } finally {
    await client.end()
  }
}

/** The postmaster, its children, and those children that have ended. */
function cpuOf(checkpointer: number): number {
  const postmaster = statOf(checkpointer).parent
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return [statOf(Number(name))]
      } catch {
        return []
      }
    })
    .filter(({ parent }) => parent === postmaster)
  const own = statOf(postmaster)
  const ticks = own.ticks + own.ticksOfEnded + children.reduce((sum, { ticks }) => sum + ticks, 0)
  return (ticks * 1e6) / ticksASecond
}

function statOf(pid: number) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name before may hold spaces and brackets.
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
  const [parent = 0, user = 0, system = 0, endedUser = 0, endedSystem = 0] = [1, 11, 12, 13, 14].map((at) => fields[at])
  return { parent, ticks: user + system, ticksOfEnded: endedUser + endedSystem }
}
