import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import pg from 'pg'
import { findRunner } from '../../src/server/database/embedded-runner.ts'
import { startEmbedded } from '../../src/server/database/embedded.ts'

export type Postgres = Awaited<ReturnType<typeof startPostgres>>

/** The real PostgreSQL, durable as in production, with a hand on its throat. */
export async function startPostgres(folder: string) {
  const { url, stop } = await startEmbedded(folder)
  const place = path.join(folder, 'pg18')
  const { folder: cluster } = findRunner(place)
  const port = Number(new URL(url).port)

  return {
    port,
    cluster,
    urlOf: (database: string) => new URL(`/${database}`, url).href,
    stop,
    restart,
    stopAtOnce: () => control('stop', '-m', 'immediate', '-w', '-s'),
    start: () => control('start', '-l', log(), '-w', '-s', '-o', `-p ${port}`),
    isRunning: () =>
      ask('postgres', 'select 1').then(
        () => true,
        () => false,
      ),
    ask,
    createDatabase: (name: string) => ask('postgres', `create database ${name}`),

    /** Every process of PostgreSQL stops where it is. Returns what lets them go on. */
    freeze() {
      const pids = processes()
      for (const pid of pids) process.kill(pid, 'SIGSTOP')
      return () => {
        for (const pid of pids.toReversed()) process.kill(pid, 'SIGCONT')
      }
    },

    /** Cuts some connections of the app to a database. */
    terminate: (database: string, most: number) =>
      ask(
        'postgres',
        `select pg_terminate_backend(pid) from (select pid from pg_stat_activity where datname = '${database}' order by random() limit ${most}) as chosen`,
      ),
  }

  /** 'immediate' is a crash: nothing is written down, and recovery runs at the next start. */
  async function restart(mode: 'immediate' | 'fast') {
    await control('restart', '-m', mode, '-w', '-s', '-l', log())
  }

  async function ask<Row extends object>(database: string, statement: string, values: unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({
      connectionString: new URL(`/${database}`, url).href,
      connectionTimeoutMillis: 5000,
      query_timeout: 60_000,
    })
    client.on('error', () => undefined)
    try {
      await client.connect()
      const { rows } = await client.query(statement, values)
      return rows as Row[]
    } finally {
      await client.end().catch(() => undefined)
    }
  }

  /** In a process of its own, so that the clients here go on meanwhile. */
  async function control(...words: string[]) {
    const runner = new URL('../../src/server/database/embedded-runner.ts', import.meta.url).href
    const code = `const { findRunner } = await import(${JSON.stringify(runner)})
      const { ok, errors } = findRunner(${JSON.stringify(place)}).run('pg_ctl', ${JSON.stringify([...words, '-D', cluster])})
      if (!ok) throw new Error(errors)`
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const [errors, [status]] = await Promise.all([text(child.stderr), once(child, 'exit')])
    if (status !== 0) throw new Error(`pg_ctl ${words[0]} failed: ${errors.slice(-600)}`)
  }

  function log() {
    return path.join(cluster, 'server.log')
  }

  function processes(): number[] {
    const first = Number.parseInt(readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8'), 10)
    return [first, ...childrenOf(first)]
  }
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === parent)
    .map(Number)
}

function parentOf(pid: string): number | undefined {
  try {
    const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)
    return Number(afterName?.split(' ')[1])
  } catch {
    return undefined
  }
}
