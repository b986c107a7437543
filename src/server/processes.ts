import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import { migrateUnhurried } from './app.ts'
import type { Config } from './config.ts'
import { findFreePort } from './http/port.ts'
import { answerForMetrics } from './process-metrics.ts'

const script = fileURLToPath(new URL('../../scripts/serve.ts', import.meta.url))
const shortestPauseMs = 500
const longestPauseMs = 30_000
const settledMs = 60_000
const mostStoppingMs = 12_000
const mostOfEmbedded = 120

/** What a process says to the one that leads when it serves. */
export const ready = 'ready'

/** Several processes behind one port. Connections are dealt out in turn; one that dies is started again. */
export async function startProcesses(config: Config, databaseUrl: string, log: Logger) {
  await migrateUnhurried(databaseUrl, log)
  const port = await findFreePort(config)
  cluster.schedulingPolicy = cluster.SCHED_RR
  cluster.setupPrimary({ exec: script, args: [] })
  // The embedded PostgreSQL has room for 200.
  const room = config.databaseUrl ? Infinity : Math.floor(mostOfEmbedded / config.processes)
  const environment = {
    PORT: port,
    DATABASE_URL: databaseUrl,
    DATABASE_PASSWORD_FILE: '',
    DATABASE_CONNECTIONS: Math.min(config.databaseConnections, Math.max(2, room)),
    BUS_URL: config.busUrl,
  }
  const serving = new Set<Worker>()
  const stopping = new AbortController()
  let pauseMs = shortestPauseMs
  let restarting: Promise<void> | undefined

  const started = await Promise.allSettled(Array.from({ length: config.processes }, start))
  const failed = started.find((one) => one.status === 'rejected')
  if (failed) {
    await stop()
    throw failed.reason
  }

  return {
    port,
    stop,
    /** Each is replaced by a new one, which serves before the old one goes. */
    restart: () => (restarting ??= replaceAll().finally(() => (restarting = undefined))),
  }

  async function start(): Promise<Worker> {
    const worker = cluster.fork(environment)
    answerForMetrics(worker)
    const since = Date.now()
    let isReady = false
    const over = new Promise<never>((_, reject) => {
      worker.once('exit', (code: number | null, signal: string | null) => {
        const isMissed = serving.delete(worker)
        if (!isReady) reject(new Error(`A process ended before it served (${signal ?? code}).`))
        else if (isMissed && !stopping.signal.aborted) void replaceLost(worker, signal ?? code, Date.now() - since)
      })
    })
    await Promise.race([over, readyOf(worker)])
    isReady = true
    over.catch(() => undefined)
    serving.add(worker)
    return worker
  }

  async function readyOf(worker: Worker) {
    for (;;) {
      const [message] = (await once(worker, 'message')) as unknown[]
      if (message === ready) return
    }
  }

  async function replaceLost(worker: Worker, why: string | number | null, livedMs: number) {
    log.error({ process: worker.process.pid, why }, 'A process died; it is started again')
    if (livedMs > settledMs) pauseMs = shortestPauseMs
    while (!stopping.signal.aborted) {
      await sleep(pauseMs)
      if (stopping.signal.aborted) return
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
      try {
        await start()
        return
      } catch (error) {
        log.error({ error: String(error) }, 'A process could not be started again; it is tried once more')
      }
    }
  }

  async function replaceAll() {
    log.info('Every process is replaced by a new one')
    const before = Array.from(serving)
    for (const old of before) {
      if (stopping.signal.aborted) return
      try {
        await start()
      } catch (error) {
        log.error({ error: String(error) }, 'The new process does not serve, so the others stay as they are')
        return
      }
      serving.delete(old)
      await end(old)
    }
  }

  async function stop() {
    stopping.abort()
    await Promise.all(Object.values(cluster.workers ?? {}).flatMap((worker) => (worker ? [end(worker)] : [])))
  }
}

async function end(worker: Worker) {
  if (worker.isDead()) return
  const gone = once(worker, 'exit')
  worker.process.kill('SIGTERM')
  const late = setTimeout(() => worker.process.kill('SIGKILL'), mostStoppingMs)
  await gone
  clearTimeout(late)
}
