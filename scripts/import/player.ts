import { setTimeout as sleep } from 'node:timers/promises'
import { createTRPCClient, createWSClient, httpBatchLink, TRPCClientError, wsLink } from '@trpc/client'
import type { inferRouterOutputs } from '@trpc/server'
import superjson from 'superjson'
import { WebSocket } from 'ws'
import type { AppRouter } from '../../src/server/routers/index.ts'

type Message = inferRouterOutputs<AppRouter>['messages']['list']['messages'][number]
export type Player = Awaited<ReturnType<typeof startPlayer>>

const limitHint = 'All these people come from one address: start the app with LIMIT_FACTOR=1000 for a replay.'

/** One person with a client of his own, as any program would write it with the stock client. */
export async function startPlayer(url: string, usernames: string[], displayName: string, password: string) {
  const { token, user } = await signIn(url, usernames, displayName, password)
  const api = apiAt(url, token)
  const socket = createWSClient({ url: `${url.replace(/^http/, 'ws')}/trpc`, WebSocket: socketWith(token) })
  const live = createTRPCClient<AppRouter>({ links: [wsLink({ client: socket, transformer: superjson })] })
  const held: { chatId?: string; version: number; heard?: (message: Message) => void } = { version: 0 }
  let pulling: Promise<void> | undefined

  const following = await new Promise<{ unsubscribe: () => void }>((resolve, reject) => {
    // The stock client tries for ever where the upgrade is refused.
    setTimeout(() => reject(new Error(`${displayName} could not follow. ${limitHint}`)), 30_000).unref()
    const subscription = live.live.follow.subscribe(undefined, {
      onData(batch) {
        for (const news of batch) {
          if (news.type === 'heads') {
            resolve(subscription)
            if (held.chatId && (news.chats[held.chatId] ?? 0) > held.version) void pull()
          } else if (news.type === 'message' && news.message.chatId === held.chatId) {
            if (news.after > held.version) void pull()
            else take(news.message)
          }
        }
      },
      onError: reject,
    })
  })

  return {
    user,
    api,
    /** Holds the chat from now on: first what is there, then what comes. */
    async hold(chatId: string, heard: (message: Message) => void) {
      held.chatId = chatId
      held.heard = heard
      await pull()
    },
    pull,
    async stop() {
      following.unsubscribe()
      await socket.close()
    },
  }

  function take(message: Message) {
    if (message.version <= held.version) return
    held.version = message.version
    held.heard?.(message)
  }

  /** One at a time; who comes meanwhile waits for the one under way, then asks again. */
  function pull(): Promise<void> {
    pulling = (pulling ?? Promise.resolve())
      .then(pullOnce)
      .catch((error: unknown) => console.error(`${displayName}: ${String(error)}`))
    return pulling
  }

  async function pullOnce() {
    const { chatId } = held
    if (!chatId) return
    const changes = await patiently(() => api.messages.changes.query({ chatId, after: held.version }))
    if (!changes.reload) {
      changes.messages.forEach(take)
      return
    }
    for (let after = held.version; ;) {
      const page = await patiently(() => api.messages.list.query({ chatId, after, limit: 100 }))
      page.messages.forEach(take)
      after = page.messages.at(-1)?.number ?? after
      if (!page.hasLater) return
    }
  }
}

/** Registers, or signs in if the name is known with this password; if it is somebody else's, the next name. */
async function signIn(url: string, usernames: string[], displayName: string, password: string) {
  const api = apiAt(url)
  for (const username of usernames) {
    try {
      return await patiently(() => api.auth.register.mutate({ username, displayName, password, as: 'token' })).catch(
        (error: unknown) => {
          if (reasonOf(error) !== 'USERNAME_TAKEN') throw error
          return patiently(() => api.auth.login.mutate({ username, password, as: 'token' }))
        },
      )
    } catch (error) {
      if (reasonOf(error) !== 'WRONG_PASSWORD') throw error
    }
  }
  throw new Error(`${usernames.join(' and ')} are taken, with another password: try another --password`)
}

function apiAt(url: string, token?: string) {
  const headers = token ? { authorization: `Bearer ${token}` } : {}
  return createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: `${url}/trpc`, transformer: superjson, headers })],
  })
}

/** Node's sockets can carry the token on the upgrade, where a browser has its cookie. */
function socketWith(token: string | undefined) {
  return new Proxy(WebSocket, {
    construct: (Socket, [address]: [string]) => new Socket(address, { headers: { authorization: `Bearer ${token}` } }),
  }) as unknown as typeof globalThis.WebSocket
}

/** Waits as long as the server says where it was too often, and tries again where the network failed. */
export async function patiently<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call()
    } catch (error) {
      if (!isRefusal(error)) throw error
      const retryAfter = error.data?.retryAfter ?? undefined
      const isTooOften = reasonOf(error) === 'TOO_MANY_REQUESTS'
      if (isTooOften && (retryAfter ?? 1) > 60)
        throw new Error(`The app allows no more of this for ${retryAfter} s. ${limitHint}`, { cause: error })
      const isRefused = error.data !== undefined && error.data !== null && !isTooOften
      if (isRefused || attempt === 20) throw error
      await sleep(retryAfter === undefined ? Math.min(100 * 2 ** attempt, 3000) : retryAfter * 1000)
    }
  }
}

function reasonOf(error: unknown) {
  return isRefusal(error) ? error.data?.reason : undefined
}

function isRefusal(error: unknown): error is TRPCClientError<AppRouter> {
  return error instanceof TRPCClientError
}
