import type { QueryClient } from '@tanstack/react-query'
import { httpBatchLink, splitLink, TRPCClientError, type TRPCClientErrorLike, type TRPCLink } from '@trpc/client'
import { createTRPCQueryUtils, createTRPCReact } from '@trpc/react-query'
import type { inferRouterOutputs } from '@trpc/server'
import { observable } from '@trpc/server/observable'
import superjson from 'superjson'
import type { AppRouter } from '../server/routers/index.ts'

export const trpc = createTRPCReact<AppRouter>()
export type Client = ReturnType<typeof createClient>

type Outputs = inferRouterOutputs<AppRouter>
export type Me = NonNullable<Outputs['auth']['me']>
export type Self = Me['user']
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
        true: lateSocketLink(socketUrl, WebSocket),
        false: httpBatchLink({ url, headers, transformer: superjson, maxItems: 10, maxURLLength: 8000 }),
      }),
    ],
  })
}

/** The hooks' cache, for those who are not hooks. */
export function createUtils(client: Client, queryClient: QueryClient) {
  return createTRPCQueryUtils<AppRouter>({ client, queryClient })
}

/** What speaks to the socket comes beside the page, which is shown without waiting for it. */
function lateSocketLink(url: string, WebSocket: typeof globalThis.WebSocket): TRPCLink<AppRouter> {
  const load = () => import('./socketLink.ts')
  void load().catch(() => undefined)
  return (runtime) => (call) =>
    observable((observer) => {
      let isOver = false
      let end: (() => void) | undefined
      const open = async () => {
        const { socketLink } = await load()
        if (isOver) return
        const link = socketLink<AppRouter>({ url, WebSocket, retryDelayMs: jittered })
        const subscription = link(runtime)(call).subscribe(observer)
        end = () => subscription.unsubscribe()
      }
      open().catch((error: unknown) => observer.error(TRPCClientError.from(error as Error)))
      return () => {
        isOver = true
        end?.()
      }
    })
}

/** How long to wait before another try: never all clients at the same time. */
export function jittered(attempt: number): number {
  const most = attempt === 0 ? 2000 : Math.min(30_000, 1000 * 2 ** attempt)
  return attempt === 0 ? Math.random() * most : most * (0.5 + Math.random() / 2)
}
