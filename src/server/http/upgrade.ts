import { STATUS_CODES, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { applyWSSHandler } from '@trpc/server/adapters/ws'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Signed } from '../auth/sessions.ts'
import { addressOf, type Services } from '../context.ts'
import { socketRouter } from '../routers/index.ts'
import { sendAway } from './farewell.ts'
import { reportError } from './report.ts'
import { createPulse } from './pulse.ts'
import { requestEncoder } from './requestIds.ts'
import { logRequest, requestOf } from './requests.ts'

const path = '/trpc'

/** Far below what ws allows by itself. */
const bounds = {
  maxPayload: 64 * 1024,
  maxFragments: 64,
  maxBufferedChunks: 1024,
  closeTimeout: 2000,
  perMessageDeflate: false,
}

type Admitted = { signed: Signed; address: string }

/** Sockets are admitted here, before any exists: a refusal is a plain HTTP status. */
export function attachSockets(services: Services, isAllowed: (origin: string) => boolean) {
  const { config, limits, log, sessions, sockets } = services
  const admitted = new WeakMap<IncomingMessage, Admitted>()
  const server = new WebSocketServer({ ...bounds, noServer: true })
  const pulse = createPulse()
  let isStopping = false
  applyWSSHandler({
    wss: server,
    router: socketRouter,
    maxBatchSize: 10,
    experimental_encoder: requestEncoder,
    createContext({ req, res: socket }) {
      const { signed, address } = admitted.get(req)!
      const device = req.headers['user-agent']
      // The socket keeps its request for as long as it lives, and nobody asks for these again.
      req.headers = {}
      req.rawHeaders = []
      return {
        ...services,
        requestId: requestOf(req).id,
        signed,
        user: signed.user,
        session: signed.session,
        address,
        device,
        setCookie: () => undefined,
        socket: { socket, stream: req.socket, subscriptions: 0 },
      }
    },
    onError: (fault) => reportError(services, fault),
  })

  return {
    async upgrade(req: IncomingMessage, stream: Duplex, head: Buffer) {
      stream.on('error', () => stream.destroy())
      try {
        const asked = await admit(req)
        // Nothing may come between the look at the places and the taking of one: many ask at once.
        const hasPlace =
          typeof asked === 'number' || sockets.hasRoom({ userId: asked.signed.user.id, address: asked.address })
        const found = hasPlace ? asked : 429
        const isRefused = typeof found === 'number'
        requestOf(req).userId = isRefused ? null : found.signed.user.id
        logRequest(req, isRefused ? found : 101, addressOf(req, config.trustedProxies), log)
        if (isRefused) return refuse(stream, found)
        admitted.set(req, found)
        // tRPC reads its settings from the address; nobody but us sets any.
        req.url = path
        server.handleUpgrade(req, stream, head, (socket) => open(socket, stream, req, found))
      } catch (error) {
        log.error({ requestId: requestOf(req).id, error: String(error) }, 'An upgrade failed')
        refuse(stream, 503)
      }
    },
    /** No new sockets; those that are open are asked to go elsewhere, and then closed. */
    async close({ isPatient }: { isPatient: boolean }) {
      isStopping = true
      if (isPatient) await sendAway([...server.clients])
      for (const socket of server.clients) socket.close(1001, 'The server stops')
      server.close()
      pulse.stop()
    },
  }

  async function admit(req: IncomingMessage): Promise<Admitted | number> {
    if (req.url?.split('?', 1)[0] !== path) return 404
    if (isStopping) return 503
    const address = addressOf(req, config.trustedProxies)
    if (!limits.letsIn(address)) return 429
    const credentials = sessions.secretOf(req.headers)
    const { origin } = req.headers
    if (origin === undefined ? credentials?.isCookie !== false : !isAllowed(origin)) return 403
    const signed = credentials && (await sessions.validate(credentials.secret))
    if (!signed) return 401
    return { signed, address }
  }

  function open(socket: WebSocket, stream: Duplex, req: IncomingMessage, { signed, address }: Admitted) {
    socket.on('error', (error) => log.debug({ error: error.message }, 'A socket broke'))
    pulse.watch(socket, stream)
    sockets.add(socket, {
      sessionId: signed.session.id,
      userId: signed.user.id,
      address,
      endsAt: signed.session.endsAt,
    })
    server.emit('connection', socket, req)
  }
}

function refuse(stream: Duplex, status: number) {
  stream.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () =>
    stream.destroy(),
  )
}
