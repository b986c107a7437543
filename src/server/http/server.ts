import cluster from 'node:cluster'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createHTTPHandler } from '@trpc/server/adapters/standalone'
import { allowedOrigins } from '../config.ts'
import type { Services } from '../context.ts'
import { sentence } from '../errors.ts'
import { appRouter } from '../routers/index.ts'
import { showAvatar } from './avatars.ts'
import { createCallers } from './callers.ts'
import { answerHeaders, createCalls } from './calls.ts'
import { createDocs } from './docs.ts'
import { setHeaders } from './headers.ts'
import { whatIsNotReady } from './health.ts'
import { showMetrics } from './metrics.ts'
import { allowExtra } from './origin.ts'
import { createPage } from './page.ts'
import { reportError } from './report.ts'
import { noteRequest, requestOf } from './requests.ts'
import { createRest } from './rest.ts'
import { attachSockets } from './upgrade.ts'

const mostBodyBytes = 256 * 1024
const mostCalls = 10
const backlog = 4096
const lastRequestsMs = 3000

/** Page, API and socket on one port. */
export async function createHttp(services: Services) {
  const { config, db, log, relay } = services
  let origins = new Set<string>()
  let isStopping = false
  let isProxyNoted = false
  const contextOf = createCallers(services, () => origins)

  const server = createServer(
    { headersTimeout: 5000, requestTimeout: 30_000, connectionsCheckingInterval: 1000 },
    (req, res) => {
      handle(req, res).catch((error: unknown) => {
        log.error({ requestId: requestOf(req).id, error: String(error) }, 'A request failed')
        if (!res.headersSent) res.writeHead(500)
        res.end()
      })
    },
  )
  const { page, close: closePage } = await createPage(services, server)
  const socketServer = attachSockets(services, (origin) => origins.has(origin))
  server.on('upgrade', (req, stream, head) => {
    const isHotReload = config.isDevelopment && req.headers['sec-websocket-protocol']?.startsWith('vite')
    if (!isHotReload) void socketServer.upgrade(req, stream, head)
  })
  server.on('clientError', (_error, stream) => stream.destroy())

  const prefix = '/trpc/'
  const otherCalls = createHTTPHandler({
    router: appRouter,
    basePath: prefix,
    maxBatchSize: mostCalls,
    maxBodySize: mostBodyBytes,
    createContext: ({ req, res, info }) =>
      contextOf(
        req,
        res,
        info.calls.map(({ path }) => path),
      ),
    responseMeta: ({ errors }) => ({ headers: answerHeaders(errors) }),
    onError: (fault) => reportError(services, fault),
  })

  const api = createCalls(services, contextOf, otherCalls, { prefix, mostCalls, mostBodyBytes })
  const rest = createRest(services, contextOf, mostBodyBytes)
  const showDocs = createDocs(config)

  return {
    server,
    async listen(port: number, host?: string): Promise<number> {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen({ port, host, backlog }, () => {
          server.off('error', reject)
          resolve()
        })
      })
      const bound = (server.address() as AddressInfo).port
      origins = allowedOrigins(config, bound)
      return bound
    },
    /** The clients leave, then running requests end: within nine seconds. */
    async close() {
      isStopping = true
      // Where other processes share the port, they take from now on what comes.
      const closedEarly = cluster.isWorker ? closeServer() : undefined
      await socketServer.close({ isPatient: !config.isDevelopment })
      const closed = closedEarly ?? closeServer()
      server.closeIdleConnections()
      setTimeout(() => server.closeAllConnections(), lastRequestsMs).unref()
      await Promise.all([closed, closePage()])
    },
  }

  function closeServer() {
    return new Promise<void>((resolve) => server.close(() => resolve()))
  }

  async function handle(req: IncomingMessage, res: ServerResponse) {
    noteRequest(req, res, services)
    noteProxy(req)
    if (isStopping) res.setHeader('connection', 'close')
    setHeaders(res, config)
    if (allowExtra(req, res, config.extraOrigins)) return
    const pathname = (req.url ?? '/').split('?', 1)[0]!
    const isRest = pathname.startsWith('/api/')
    const isCall = isRest || pathname.startsWith('/trpc/')
    const isKnown = req.method === 'GET' || req.method === 'HEAD' || (req.method === 'POST' && isCall)
    if (!isKnown) return answer(res, 405, { status: sentence('WRONG_METHOD') })
    if (pathname === '/health') return answer(res, 200, { status: 'ok' })
    if (pathname === '/ready') {
      const fault = isStopping ? 'stopping' : await whatIsNotReady(db, relay)
      if (fault) return answer(res, 503, { status: 'not ready', fault })
      return answer(res, 200, relay.isReady() ? { status: 'ready' } : { status: 'ready', bus: 'away' })
    }
    if (pathname === '/metrics') return showMetrics(req, res, services)
    if (isRest) return rest(req, res, pathname.slice('/api/'.length))
    if (isCall) return api(req, res)
    if (showDocs(pathname, res)) return undefined
    if (pathname.startsWith('/avatars/')) return showAvatar(db, pathname.slice('/avatars/'.length), res)
    return page(req, res)
  }

  function noteProxy({ headers }: IncomingMessage) {
    if (isProxyNoted || config.trustedProxies > 0 || headers['x-forwarded-for'] === undefined) return
    isProxyNoted = true
    log.warn(
      'There is a proxy in front. Set TRUSTED_PROXIES, or all who come through it share the limits of one address.',
    )
  }
}

function answer(res: ServerResponse, status: number, body: Record<string, string>) {
  res.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(body))
}
