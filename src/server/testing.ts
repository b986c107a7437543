import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createTRPCClient, createTRPCUntypedClient, createWSClient, httpLink, wsLink } from '@trpc/client'
import { createRecursiveProxy } from '@trpc/server/unstable-core-do-not-import'
import pg from 'pg'
import { pino } from 'pino'
import superjson from 'superjson'
import { v7 as uuid } from 'uuid'
import { inject } from 'vitest'
import { WebSocket } from 'ws'
import { type Parts, startApp } from './app.ts'
import { readConfig } from './config.ts'
import type { News } from './live/news.ts'
import { appRouter, type AppRouter } from './routers/index.ts'

type Api = ReturnType<typeof appRouter.createCaller>
export type Person = Awaited<ReturnType<TestApp['person']>>
export type TestApp = Awaited<ReturnType<typeof startTestApp>>

/** The real app on a database of its own, or on one that others share, for people who call it over real HTTP and real sockets. */
export async function startTestApp(
  environment: Record<string, string> = {},
  sharedDatabaseUrl?: string,
  logTo?: { write: (line: string) => void },
  parts?: Parts,
) {
  const databaseUrl = sharedDatabaseUrl ?? (await createTestDatabase())
  const config = readConfig({
    PORT: '0',
    HOST: '127.0.0.1',
    LIMIT_FACTOR: '1000',
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    ...environment,
  })
  const app = await startApp(config, databaseUrl, pino({ level: config.logLevel }, logTo), parts)
  const url = `http://localhost:${app.port}`
  const people: { stopFollowing: () => Promise<void> }[] = []

  return {
    ...app,
    url,
    databaseUrl,

    /** Somebody with an account. The name gets digits, so that tests share an app. */
    async person(name: string) {
      const username = `${name}${randomInt(1e9)}`
      const password = `${name} has a long password`
      const { user, token = '' } = await apiAt(url).auth.register({
        username,
        password,
        displayName: capital(name),
        as: 'token',
      })
      const person = { ...user, username, password, token, ...signedIn(url, token) }
      people.push(person)
      return person
    },

    /** Somebody who may have come in through another process. */
    through({ token }: { token: string }) {
      const here = signedIn(url, token)
      people.push(here)
      return here
    },

    async stop() {
      await Promise.all(people.map((person) => person.stopFollowing()))
      await app.stop()
    },
  }
}

/** A copy of the migrated database. */
export async function createTestDatabase(): Promise<string> {
  const url = new URL(inject('databaseUrl'))
  const admin = new pg.Client(new URL('/template1', url).href)
  const name = `test_${uuid().replaceAll('-', '')}`
  await admin.connect()
  await admin.query(`create database ${name} template ${url.pathname.slice(1)}`)
  await admin.end()
  return new URL(`/${name}`, url).href
}

/** A caller of the API over HTTP, as plain as `appRouter.createCaller`. */
export function apiAt(url: string, headers: Record<string, string> = {}): Api {
  const client = createTRPCUntypedClient<AppRouter>({
    links: [httpLink({ url: `${url}/trpc`, transformer: superjson, headers })],
  })
  const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { type: 'query' | 'mutation' } }>
  return createRecursiveProxy<Api>(({ path, args: [input] }) => {
    const name = path.join('.')
    return procedures[name]?._def.type === 'query' ? client.query(name, input) : client.mutation(name, input)
  })
}

function signedIn(url: string, token: string) {
  const headers = { authorization: `Bearer ${token}` }
  const followings: Awaited<ReturnType<typeof follow>>[] = []
  const api = apiAt(url, headers)
  return {
    api,
    auth: api.auth,
    users: api.users,
    chats: api.chats,
    groups: api.groups,
    messages: api.messages,
    admin: api.admin,
    account: api.account,
    push: api.push,
    live: api.live,
    whispers: api.whispers,
    /** Says something, with an id of its own. */
    say: (chatId: string, text: string) => api.messages.send({ id: uuid(), chatId, text }),
    async follow() {
      const following = await follow(url, token)
      followings.push(following)
      return following
    },
    async stopFollowing() {
      await Promise.all(followings.map((following) => following.stop()))
    },
  }
}

/** Follows over a socket; resolves when the heads are there. */
async function follow(url: string, token: string) {
  const news: News[] = []
  const closes: { code: number }[] = []
  let changed: (() => void) | undefined
  let raw: WebSocket | undefined
  class Socket extends WebSocket {
    constructor(address: string) {
      super(address, { headers: { authorization: `Bearer ${token}` } })
      // oxlint-disable-next-line typescript/no-this-alias -- the only way to the socket that the client makes
      raw = this
      this.on('close', (code) => {
        closes.push({ code })
        changed?.()
      })
    }
  }
  const client = createWSClient({
    url: `${url.replace('http', 'ws')}/trpc`,
    WebSocket: Socket as unknown as typeof globalThis.WebSocket,
    retryDelayMs: () => 60_000,
  })
  const trpc = createTRPCClient<AppRouter>({ links: [wsLink({ client, transformer: superjson })] })
  const subscription = trpc.live.follow.subscribe(undefined, {
    onData(batch) {
      news.push(...batch)
      changed?.()
    },
    onError: () => changed?.(),
  })

  const following = {
    news,
    closes,
    socket: () => raw!,
    messages: (chatId: string) =>
      news.flatMap((one) => (one.type === 'message' && one.message.chatId === chatId ? [one.message] : [])),
    /** Waits until it is true of what was heard. */
    async until(isTrue: () => boolean, what = 'the news that were awaited', ms = 5000) {
      const deadline = Date.now() + ms
      while (!isTrue()) {
        if (Date.now() > deadline) throw new Error(`Never heard: ${what}. Heard: ${JSON.stringify(news.slice(-5))}`)
        await new Promise<void>((resolve) => {
          changed = resolve
          setTimeout(resolve, 50)
        })
      }
    },
    async stop() {
      subscription.unsubscribe()
      await client.close()
      if (raw && raw.readyState !== WebSocket.CLOSED) {
        raw.terminate()
        await once(raw, 'close').catch(() => undefined)
      }
    },
  }
  await following.until(() => news.some(({ type }) => type === 'heads'), 'heads')
  return following
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}
