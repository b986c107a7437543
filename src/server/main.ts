import cluster from 'node:cluster'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Logger, pino } from 'pino'
import { startApp } from './app.ts'
import { type Config, loadEnvironmentFile, ownAddresses, readConfig } from './config.ts'
import { explain } from './database/database.ts'
import { startEmbedded } from './database/embedded.ts'
import { ready, startProcesses } from './processes.ts'

const mostStoppingMs = 10_000
const mostStoppingTogetherMs = 14_000

/** The lines of a tenth of a second are written together, and those that wait at the end before the process ends. */
const patiently = { sync: false, minLength: 64 * 1024, maxWrite: 128 * 1024, periodicFlush: 100 }

type Running = { port: number; stop: () => Promise<void>; restart?: () => Promise<void> }

/** Starts what the settings say: database, and one process or several. Stops it with Ctrl-C or SIGTERM. */
export async function main() {
  loadEnvironmentFile()
  const config = readConfig()
  const log = pino({ level: config.logLevel, base: { process: process.pid } }, pino.destination(patiently))
  const isLeading = cluster.isPrimary && config.processes > 1
  let running: Running | undefined
  let stopDatabase: (() => void) | undefined
  let stopping: Promise<void> | undefined

  const stop = (code: number) => {
    stopping ??= (async () => {
      const stopped = running?.stop().catch((error: unknown) => log.error({ error: String(error) }, 'Stopping failed'))
      await Promise.race([stopped, sleep(isLeading ? mostStoppingTogetherMs : mostStoppingMs)])
      stopDatabase?.()
      process.exit(code)
    })()
  }
  // Under npm a Ctrl-C arrives twice. One of several processes hears it too, and waits for the word of the one that leads.
  process.on('SIGTERM', () => stop(0))
  process.on('SIGINT', () => cluster.isPrimary && stop(0))
  process.on('SIGHUP', () => {
    const isTerminalGone = process.stdin.isTTY
    if (running?.restart && !isTerminalGone) void running.restart()
    else if (cluster.isPrimary) stop(0)
  })

  const embedded = config.databaseUrl ? undefined : await startEmbedded(config.dataFolder)
  stopDatabase = embedded?.stop
  if (stopping) return stopDatabase?.()
  const databaseUrl = config.databaseUrl ?? embedded!.url
  try {
    running = await start(config, databaseUrl, log, isLeading)
  } catch (error) {
    stopDatabase?.()
    throw isDatabaseFault(error) ? new Error(explain(error, databaseUrl)) : error
  }
  if (cluster.isWorker) process.send?.(ready)
  else say(config, running.port)
}

function start(config: Config, databaseUrl: string, log: Logger, isLeading: boolean): Promise<Running> {
  return isLeading ? startProcesses(config, databaseUrl, log) : startApp(config, databaseUrl, log)
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
  if (config.processes > 1) lines.push(`${config.processes} processes share the work.`)
  lines.push(
    config.databaseUrl ? 'Its database is the one of DATABASE_URL.' : `Its database is under ${config.dataFolder}.`,
    'Ctrl-C stops it.',
  )
  process.stdout.write(`\n${lines.join('\n')}\n\n`)
}
