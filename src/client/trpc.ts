import type { QueryClient } from '@tanstack/react-query'
import { createWSClient, httpBatchLink, splitLink, wsLink, type TRPCClientErrorLike, type TRPCLink } from '@trpc/client'
import { createTRPCQueryUtils, createTRPCReact } from '@trpc/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import { observable } from '@trpc/server/observable'
import superjson from 'superjson'
import type { AppRouter } from '../server/routers/index.ts'
import { watchful } from './live/socket.ts'

export const trpc = createTRPCReact<AppRouter>()
export type Client = ReturnType<typeof createClient>

type Outputs = inferRouterOutputs<AppRouter>
export type Self = NonNullable<Outputs['auth']['me']>['user']
export type Person = Outputs['users']['get']
export type Chat = Outputs['chats']['list'][number]
export type ChatWithMembers = Outputs['chats']['get']
export type Member = ChatWithMembers['members'][number]
export type Page = Outputs['messages']['list']
export type Message = Page['messages'][number]
export type Changes = Outputs['messages']['changes']
export type News = Outputs['live']['follow'] extends AsyncIterable<(infer One)[]> ? One : never
export type ApiError = TRPCClientErrorLike<AppRouter>
export type Reason = NonNullable<ApiError['data']>['reason']

type Places = {
  url: string
  socketUrl: string
  headers?: () => Record<string, string>
  WebSocket?: typeof globalThis.WebSocket
}

/** Calls go up over HTTP, news come down over a socket. No socket is opened before somebody follows. */
export function createClient({ url, socketUrl, headers, WebSocket = globalThis.WebSocket }: Places) {
  return trpc.createClient({
    links: [
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: socketLink(socketUrl, watchful(WebSocket)),
        false: httpBatchLink({ url, headers, transformer: superjson, maxItems: 10, maxURLLength: 8000 }),
      }),
    ],
  })
}

/** The hooks' cache, for those who are not hooks. */
export function createUtils(client: Client, queryClient: QueryClient) {
  return createTRPCQueryUtils<AppRouter>({ client, queryClient })
}

/** A socket of its own for each subscription: to end one and begin another is then a fresh start at once, without the old one's waiting time. */
function socketLink(url: string, WebSocket: typeof globalThis.WebSocket): TRPCLink<AppRouter> {
  return (runtime) =>
    ({ op, next }) =>
      observable((observer) => {
        const client = createWSClient({
          url,
          WebSocket,
          keepAlive: { enabled: true, intervalMs: 20_000, pongTimeoutMs: 10_000 },
          retryDelayMs: jittered,
        })
        const subscription = wsLink<AppRouter>({ client, transformer: superjson })(runtime)({ op, next }).subscribe(
          observer,
        )
        return () => {
          subscription.unsubscribe()
          void client.close()
        }
      })
}

/** How long to wait before another try: never all clients at the same time. */
export function jittered(attempt: number): number {
  const most = attempt === 0 ? 2000 : Math.min(30_000, 1000 * 2 ** attempt)
  return attempt === 0 ? Math.random() * most : most * (0.5 + Math.random() / 2)
}
