import type { Logger } from 'pino'
import { createLimits } from './auth/limits.ts'
import { createMail } from './auth/mail.ts'
import { createSessions } from './auth/sessions.ts'
import { createThrottle } from './auth/throttle.ts'
import type { Config } from './config.ts'
import { connect, warmUp } from './database/database.ts'
import { migrate } from './database/migrations.ts'
import { createSends } from './database/sends.ts'
import { listenOnFreePort } from './http/port.ts'
import { createHttp } from './http/server.ts'
import { type Bus, openBus } from './live/bus.ts'
import { busKeyOf, prefixOf } from './live/bus/key.ts'
import { createHub } from './live/hub.ts'
import { createMending } from './live/mending.ts'
import { createPush } from './live/push.ts'
import { createPresence } from './live/presence.ts'
import { createRelay } from './live/relay.ts'
import { createSockets } from './live/sockets.ts'
import { createTyping } from './live/typing.ts'
import { createWhispers } from './live/whispers.ts'
import { createMetrics } from './metrics.ts'

const hourMs = 3_600_000

export type App = Awaited<ReturnType<typeof startApp>>

/** For tests: a bus that loses, and a time in which no comparison helps. */
export type Parts = { busOf?: (bus: Bus) => Bus; compareMs?: number; lookMs?: number }

/** One process of Parley on a database that exists. */
export async function startApp(config: Config, databaseUrl: string, log: Logger, parts: Parts = {}) {
  const { db, pool } = connect(databaseUrl, log, { size: config.databaseConnections })
  try {
    const ran = await migrateUnhurried(databaseUrl, log)
    if (ran.length > 0) log.info({ migrations: ran }, 'The tables are up to date')
    await warmUp(pool)
    const key = await busKeyOf(db)
    const bus = openBus(config.busUrl, { databaseUrl, prefix: prefixOf(key), log })
    const relay = createRelay(parts.busOf?.(bus) ?? bus, key)
    const hub = createHub(db, relay, log, parts.compareMs)
    const sockets = createSockets(db, relay, log, config.limitFactor)
    const mail = createMail(db, config, log)
    const presence = createPresence(db, hub, relay, log, parts.lookMs)
    const mending = createMending(db, hub, relay, log)
    const push = await createPush(db, config, log)
    hub.whenRecovered(async (follower) =>
      hub.tellOne(follower, { type: 'presence', isWhole: true, users: await presence.around(follower.userId) }),
    )
    const services = {
      config,
      db,
      log,
      relay,
      hub,
      presence,
      push,
      sends: createSends(db, (message) => {
        hub.publish(message)
        void push.notify(message)
      }),
      mail,
      typing: createTyping(hub),
      whispers: createWhispers(db, hub, relay, log),
      sockets,
      sessions: createSessions(db, config),
      throttle: createThrottle(pool, config.limitFactor),
      limits: createLimits(pool, config.limitFactor),
      metrics: createMetrics({ pool, hub, sockets, relay }),
    }
    const http = await createHttp(services)
    const port = await listenOnFreePort(http.listen, config)
    const housekeeping = setInterval(() => {
      services.sessions
        .deleteEnded()
        .catch((error: unknown) => log.warn({ error: String(error) }, 'Ended sessions could not be deleted'))
    }, hourMs).unref()
    return {
      ...services,
      mending,
      port,
      async stop() {
        clearInterval(housekeeping)
        await http.close()
        sockets.stop()
        mail.stop()
        services.whispers.stop()
        await mending.stop()
        await presence.stop()
        await hub.stop()
        await relay.stop()
        await db.destroy()
      },
    }
  } catch (error) {
    await db.destroy()
    throw error
  }
}

/** Waits for another process that does it, and may take its time. */
export async function migrateUnhurried(databaseUrl: string, log: Logger) {
  const { db } = connect(databaseUrl, log, { size: 1, isUnhurried: true })
  try {
    return await migrate(db)
  } finally {
    await db.destroy()
  }
}
