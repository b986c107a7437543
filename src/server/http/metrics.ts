import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Services } from '../context.ts'

/** For this machine, and for who shows METRICS_TOKEN. */
export async function showMetrics(
  req: IncomingMessage,
  res: ServerResponse,
  { config, metrics }: Pick<Services, 'config' | 'metrics'>,
) {
  if (!isLocal(req) && !hasToken(req, config.metricsToken)) {
    res.writeHead(403, { 'content-type': 'text/plain' })
    res.end('The metrics are for this machine, and for who shows METRICS_TOKEN as a bearer token.\n')
    return
  }
  const text = await metrics.text()
  res.writeHead(200, { 'content-type': metrics.contentType, 'cache-control': 'no-store' }).end(text)
}

/** A proxy on this machine also comes from here, for the whole world: it shows by its headers, or asks for another host. */
function isLocal({ socket, headers }: IncomingMessage): boolean {
  const isFromHere = /^(127\.|::1$|::ffff:127\.)/.test(socket.remoteAddress ?? '')
  const isForHere = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(headers.host ?? '')
  const isPassedOn = ['x-forwarded-for', 'x-forwarded-proto', 'x-real-ip', 'forwarded', 'via'].some(
    (name) => headers[name] !== undefined,
  )
  return isFromHere && isForHere && !isPassedOn
}

function hasToken({ headers }: IncomingMessage, token: string | undefined): boolean {
  if (token === undefined) return false
  return timingSafeEqual(hash(headers.authorization ?? ''), hash(`Bearer ${token}`))
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
