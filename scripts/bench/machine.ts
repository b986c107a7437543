import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { arch, cpus, loadavg, release, totalmem, type } from 'node:os'
import { kind } from './pgbench.ts'
import type { Postgres } from './postgres.ts'

export type Machine = ReturnType<typeof describeMachine>

const require = createRequire(import.meta.url)

/** What one must know to compare these figures with others. */
export function describeMachine({ version, fsync }: Pick<Postgres, 'version' | 'fsync'>) {
  return {
    at: new Date().toISOString(),
    commit: commit(),
    processors: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()} ${arch()}`,
    load: loadavg()[0],
    node: process.versions.node,
    postgresql: version,
    fsync,
    inserts: kind,
    packages: Object.fromEntries(
      ['ws', 'socket.io', '@trpc/server', 'superjson', 'pg'].map((name) => [name, versionOf(name)]),
    ),
  }
}

function commit(): string {
  try {
    const run = (...words: string[]) =>
      execFileSync('git', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
    return (
      run('rev-parse', '--short', 'HEAD') + (run('status', '--porcelain', 'src', 'migrations') ? ' and changes' : '')
    )
  } catch {
    return 'unknown'
  }
}

function versionOf(name: string): string {
  const folder = require.resolve.paths(name)?.map((path) => `${path}/${name}/package.json`) ?? []
  for (const file of folder) {
    try {
      return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
    } catch {
      continue
    }
  }
  return 'unknown'
}
