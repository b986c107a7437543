import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Postgres } from './postgres.ts'
import { freePort } from './processes.ts'
import { openProxy } from './proxy.ts'
import { createRandom } from './random.ts'
import { natsNews, postgresNews, type Weather } from './weather.ts'

export type Bus = Awaited<ReturnType<typeof openBus>>
export type BusKind = 'none' | 'postgres:' | 'nats:'

type Wish = { bus: BusKind; lossPercent: number; seed: number; isDatabaseProxied?: boolean }

/** What carries news between the processes, with a proxy in between that can lose, double and mix up single pieces of news, or go dead. */
export async function openBus(postgres: Postgres, database: string, wish: Wish) {
  const weather: Weather = { loss: wish.lossPercent / 100, doubling: 0, lateMs: 0, came: 0, lost: 0 }
  const random = createRandom(wish.seed + 1)
  const databaseUrl = new URL(postgres.urlOf(database))
  const isOnPostgres = wish.bus === 'postgres:'
  const toDatabase =
    isOnPostgres || wish.isDatabaseProxied
      ? await openProxy([postgres.port], { passing: (way) => postgresNews(way, weather, random) })
      : undefined
  if (toDatabase) databaseUrl.port = String(toDatabase.port)
  const nats = wish.bus === 'nats:' ? await startNats() : undefined
  const toNats = nats && (await openProxy([nats.port], { passing: (way) => natsNews(way, weather, random) }))

  return {
    kind: wish.bus,
    weather,
    databaseUrl: databaseUrl.href,
    environment: environmentOf(),
    toDatabase,
    toBus: toNats ?? toDatabase,
    nats,
    async close() {
      toDatabase?.close()
      toNats?.close()
      await nats?.end()
    },
  }

  function environmentOf(): { [name: string]: string } {
    if (isOnPostgres) return { BUS_URL: 'postgres:' }
    return toNats ? { BUS_URL: `nats://127.0.0.1:${toNats.port}` } : {}
  }
}

async function startNats() {
  const port = await freePort()
  let child = await run()
  async function run() {
    const started = spawn('nats-server', ['-a', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
    const failed = once(started, 'error').then(() => {
      throw new Error('There is no nats-server here')
    })
    await Promise.race([failed, once(started, 'spawn')])
    while (!(await answers(port))) await sleep(20)
    return started
  }
  return {
    port,
    signal: (signal: 'SIGSTOP' | 'SIGCONT') => child.kill(signal),
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
    async start() {
      child = await run()
    },
  }
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  const isThere = await once(socket, 'connect').then(
    () => true,
    () => false,
  )
  socket.destroy()
  return isThere
}
