import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { DialectName } from './crowd/dialects.ts'
import { type Questions, run, type Running } from './process.ts'

/** A server in a process of its own, and how its clients talk to it. */
export type Server = Running<Questions> & { name: ServerName; dialect: DialectName; port: number }
export type ServerName =
  | 'Parley'
  | 'ws'
  | 'ws, framed once'
  | 'socket.io'
  | 'tRPC guide'
  | 'socket.io, stored'
  | 'tRPC guide, stored'

const root = fileURLToPath(new URL('../../', import.meta.url))
const probe = ['--import', path.join(root, 'scripts/bench/probe.ts')]
const peers: Partial<Record<ServerName, { file: string; dialect: DialectName; environment?: Record<string, string> }>> =
  {
    ws: { file: 'ws', dialect: 'ws' },
    'ws, framed once': { file: 'ws', dialect: 'ws', environment: { FRAMED: '1' } },
    'socket.io': { file: 'socket-io', dialect: 'socket.io' },
    'tRPC guide': { file: 'trpc', dialect: 'trpc' },
    'socket.io, stored': { file: 'socket-io', dialect: 'socket.io' },
    'tRPC guide, stored': { file: 'trpc', dialect: 'trpc' },
  }

/** One of the others. It stores nothing without a database. */
export async function startPeer(name: ServerName, databaseUrl = ''): Promise<Server> {
  const { file, dialect, environment = {} } = peers[name]!
  const running = run<Questions>(path.join(root, `scripts/bench/peers/${file}.ts`), {
    environment: { NODE_ENV: 'production', DATABASE_URL: databaseUrl, ...environment },
    flags: probe,
  })
  const { port } = (await running.said((said) => typeof said === 'object' && said !== null && 'port' in said)) as {
    port: number
  }
  return { ...running, name, dialect, port }
}

/** The whole product, as an operator runs it; only the limits for each address are wider, because all clients come from one. */
export async function startParley(databaseUrl: string, folder: string): Promise<Server> {
  if (!existsSync(path.join(root, 'dist/home.html')))
    execFileSync('npx', ['vite', 'build', '--logLevel', 'warn'], { cwd: root, stdio: 'inherit' })
  const logFile = path.join(folder, `parley-${Date.now()}.log`)
  const running = run<Questions>(path.join(root, 'scripts/serve.ts'), {
    environment: {
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: '0',
      DATABASE_URL: databaseUrl,
      LIMIT_FACTOR: '1000000',
      LOG_LEVEL: 'info',
    },
    flags: probe,
    logFile,
  })
  const died = running.said(() => false)
  for (;;) {
    const [, port] = /Parley runs at http:\/\/localhost:(\d+)/.exec(readFileSync(logFile, 'utf8')) ?? []
    if (port) {
      died.catch(() => undefined)
      const stop = () => running.stop().finally(() => tellWarnings(logFile))
      return { ...running, stop, name: 'Parley', dialect: 'parley', port: Number(port) }
    }
    await Promise.race([died, sleep(50)])
  }
}

/** What the product complains about under load belongs to the result; so does the cry of a process that died. */
function tellWarnings(logFile: string) {
  const lines = readFileSync(logFile, 'utf8').split('\n')
  const kinds = new Map<string, { count: number; first: string }>()
  for (const line of lines.filter((one) => /"level":[456]0/.test(one))) {
    const { msg } = JSON.parse(line) as { msg: string }
    kinds.set(msg, { count: (kinds.get(msg)?.count ?? 0) + 1, first: kinds.get(msg)?.first ?? line })
  }
  for (const [message, { count, first }] of kinds)
    console.error(`Parley warned ${count} times: ${message}. The first: ${first}`)
  const started = lines.findIndex((line) => line.startsWith('Ctrl-C'))
  const cries = lines.slice(started + 1).filter((line) => line !== '' && !line.startsWith('{'))
  if (cries.length > 0) console.error(`Parley said: ${cries.slice(0, 30).join('\n')}`)
}
