import { EventEmitter, on } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { initTRPC, tracked } from '@trpc/server'
import { applyWSSHandler } from '@trpc/server/adapters/ws'
import superjson from 'superjson'
import { WebSocketServer } from 'ws'
import * as z from 'zod'
import { inMemory, isStored, listening, type Message, stored } from './messages.ts'

/** A subscription as tRPC's guide writes it: `on()` of an emitter in an async generator, `tracked` events, superjson, the adapter for ws. */
const t = initTRPC.create({ transformer: superjson })
const emitter = new EventEmitter().setMaxListeners(0)

const messages = t.router({
  onAdd: t.procedure.input(z.object({ lastEventId: z.string().nullish() }).optional()).subscription(async function* ({
    signal,
  }) {
    for await (const [added] of on(emitter, 'add', { signal: signal! })) {
      const message = added as Message
      yield tracked(message.id, message)
    }
  }),
  add: t.procedure.input(z.object({ id: z.uuid(), text: z.string().min(1) })).mutation(async ({ input }) => {
    const message = isStored ? await stored(input) : inMemory(input)
    emitter.emit('add', message)
    return message
  }),
})

const http = createServer()
const server = new WebSocketServer({ server: http })
applyWSSHandler({
  wss: server,
  router: t.router({ messages }),
  keepAlive: { enabled: true, pingMs: 30_000, pongWaitMs: 5000 },
})
http.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => listening((http.address() as AddressInfo).port))
