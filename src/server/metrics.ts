import cluster from 'node:cluster'
import type { Pool } from 'pg'
import { AggregatorRegistry, collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { passwordsWaiting } from './auth/passwords.ts'
import type { Hub } from './live/hub.ts'
import type { Relay } from './live/relay.ts'
import type { Sockets } from './live/sockets.ts'
import { listenForTheLeader, metricsOfAll } from './process-metrics.ts'

export type Metrics = ReturnType<typeof createMetrics>

/** Memory, processor and the lag of the event loop, under the names that dashboards know: once for a process. */
const ofProcess = new Registry()
collectDefaultMetrics({ register: ofProcess })

const sendSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

/** What Prometheus asks for. Most is read when it asks, so that only calls pay, and deliveries pay nothing. */
export function createMetrics({ pool, hub, sockets, relay }: { pool: Pool; hub: Hub; sockets: Sockets; relay: Relay }) {
  const registry = new Registry()
  const registers = [registry]
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read())
      },
    })
  const total = (name: string, help: string, read: () => number) =>
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset()
        this.inc(read())
      },
    })
  gauge('parley_connections', 'Open sockets', sockets.count)
  gauge('parley_followers', 'Clients that follow', () => hub.count().followers)
  gauge('parley_followed_chats', 'Chats that somebody follows here', () => hub.count().topics)
  gauge('parley_passwords_waiting', 'Passwords that wait for their turn with Argon2', passwordsWaiting)
  gauge('parley_database_connections', 'Connections to PostgreSQL', () => pool.totalCount)
  gauge('parley_database_connections_idle', 'Connections to PostgreSQL without work', () => pool.idleCount)
  gauge('parley_database_waiting', 'Calls that wait for a connection to PostgreSQL', () => pool.waitingCount)
  total('parley_deliveries_total', 'News given to clients that follow', () => hub.count().deliveries)
  gauge('parley_bus_ready', 'Whether the bus to the other processes is open; 1 where there is none', () =>
    Number(relay.isReady()),
  )
  total('parley_bus_published_total', 'Notes sent to other processes', () => relay.count().published)
  total('parley_bus_heard_total', 'Notes of other processes', () => relay.count().heard)
  total('parley_bus_lost_total', 'Notes that could not be sent', () => relay.count().lost)
  total('parley_bus_refused_total', 'Notes without a right signature', () => relay.count().refused)
  const calls = new Counter({
    name: 'parley_calls_total',
    help: 'Calls by procedure and HTTP status',
    labelNames: ['procedure', 'status'],
    registers,
  })
  const sends = new Histogram({
    name: 'parley_send_seconds',
    help: 'From the call of messages.send until its commit',
    buckets: sendSeconds,
    registers,
  })

  if (cluster.isWorker) {
    for (const one of [registry, ofProcess]) one.setDefaultLabels({ process: process.pid })
    AggregatorRegistry.setRegistries([registry, ofProcess])
    listenForTheLeader()
  }

  return {
    called(procedure: string, status: number) {
      calls.inc({ procedure, status })
    },
    sent(seconds: number) {
      sends.observe(seconds)
    },
    contentType: registry.contentType,
    /** Of all processes behind this port, each with its number. */
    async text() {
      if (cluster.isWorker) return metricsOfAll()
      return (await Promise.all([registry.metrics(), ofProcess.metrics()])).join('\n')
    },
  }
}
