import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { type App, startApp } from './app.ts'
import { type Config, loadEnvironmentFile, ownAddresses, readConfig } from './config.ts'
import { explain } from './database/database.ts'
import { startEmbedded } from './database/embedded.ts'

const mostStoppingMs = 10_000

/** Starts a process: settings, database, app. Stops it with Ctrl-C or SIGTERM. */
export async function main() {
  loadEnvironmentFile()
  const config = readConfig()
  const log = pino({ level: config.logLevel, base: { process: process.pid } })
  let app: App | undefined
  let stopDatabase: (() => void) | undefined
  let stopping: Promise<void> | undefined

  const stop = (code: number) => {
    stopping ??= (async () => {
      const stopped = app?.stop().catch((error: unknown) => log.error({ error: String(error) }, 'Stopping failed'))
      await Promise.race([stopped, sleep(mostStoppingMs)])
      stopDatabase?.()
      process.exit(code)
    })()
  }
  // Under npm a Ctrl-C arrives twice.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(0))

  const embedded = config.databaseUrl ? undefined : await startEmbedded(config.dataFolder)
  stopDatabase = embedded?.stop
  if (stopping) return stopDatabase?.()
  const databaseUrl = config.databaseUrl ?? embedded!.url
  try {
    app = await startApp(config, databaseUrl, log)
  } catch (error) {
    stopDatabase?.()
    throw isDatabaseFault(error) ? new Error(explain(error, databaseUrl)) : error
  }
  say(config, app.port)
}

function isDatabaseFault(error: unknown): boolean {
  if (!(error instanceof Error)) return true
  const code = 'code' in error ? String(error.code) : ''
  return /timeout|SSL|terminated|Connection/i.test(error.message) || /^(E[A-Z]+|[0-9A-Z]{5})$/.test(code)
}

function say(config: Config, port: number) {
  const lines = []
  if (config.port !== 0 && port !== config.port) lines.push(`Port ${config.port} is busy, so this is on ${port}.`)
  lines.push(`Parley runs at ${config.publicUrl ?? `http://localhost:${port}`}`)
  const isOpen = config.host === undefined || config.host === '0.0.0.0' || config.host === '::'
  if (!config.publicUrl && isOpen)
    for (const address of ownAddresses()) lines.push(`  and for others on this network at http://${address}:${port}`)
  lines.push(
    config.databaseUrl ? 'Its database is the one of DATABASE_URL.' : `Its database is under ${config.dataFolder}.`,
    'Ctrl-C stops it.',
  )
  process.stdout.write(`\n${lines.join('\n')}\n\n`)
}
