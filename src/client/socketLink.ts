import { createWSClient, type TRPCLink, wsLink } from '@trpc/client'
import type { AnyRouter } from '@trpc/server'
import { observable } from '@trpc/server/observable'
import superjson from 'superjson'
import { watchful } from './live/socket.ts'

type Places = {
  url: string
  WebSocket: typeof globalThis.WebSocket
  retryDelayMs: (attempt: number) => number
}

/** A socket of its own for each subscription: to end one and begin another is then a fresh start at once, without the old one's waiting time. */
export function socketLink<Router extends AnyRouter>({ url, WebSocket, retryDelayMs }: Places): TRPCLink<Router> {
  const Socket = watchful(WebSocket)
  return (runtime) =>
    ({ op, next }) =>
      observable((observer) => {
        const client = createWSClient({
          url,
          WebSocket: Socket,
          keepAlive: { enabled: true, intervalMs: 20_000, pongTimeoutMs: 10_000 },
          retryDelayMs,
        })
        const open = wsLink<AnyRouter>({ client, transformer: superjson })
        const subscription = (open as TRPCLink<Router>)(runtime)({ op, next }).subscribe(observer)
        return () => {
          subscription.unsubscribe()
          void client.close()
        }
      })
}
