import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import { addressOf, type Services } from '../context.ts'

/** What the log will say of a request. Never what was said in it. */
type Request = { id: string; startedAt: number; procedures: string[]; userId: string | null }

/** On the request itself: collecting a WeakMap of what is short-lived costs more than all that is noted here. */
const noted = Symbol('noted')
const quietPlaces = new Set(['/health', '/ready', '/metrics'])

/** Gives the request its id, and one line in the log when it is over. */
export function noteRequest(req: IncomingMessage, res: ServerResponse, services: Pick<Services, 'config' | 'log'>) {
  // At the end the request may have no socket any more.
  const address = addressOf(req, services.config.trustedProxies)
  res.setHeader('x-request-id', requestOf(req).id)
  res.once('close', () => logRequest(req, res.writableFinished ? res.statusCode : 'cut off', address, services.log))
}

export function logRequest(
  req: IncomingMessage,
  status: number | 'cut off',
  address: string,
  log: Pick<Logger, 'info' | 'debug'>,
) {
  const { id, startedAt, procedures, userId } = requestOf(req)
  const place = placeOf(req)
  const isQuiet = quietPlaces.has(place) && status === 200
  log[isQuiet ? 'debug' : 'info'](
    {
      requestId: id,
      method: req.method,
      place,
      procedures: procedures.length > 0 ? procedures : undefined,
      status,
      ms: Math.round((performance.now() - startedAt) * 10) / 10,
      userId: userId ?? undefined,
      address,
    },
    'Request',
  )
}

export function requestOf(req: IncomingMessage & { [noted]?: Request }): Request {
  return (req[noted] ??= { id: idOf(req), startedAt: performance.now(), procedures: [], userId: null })
}

/** The id that a proxy gave it, so that its log and ours can be read together. */
function idOf(req: IncomingMessage): string {
  const given = req.headers['x-request-id']
  return typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID()
}

/** The first part of the path. What follows may be a secret, and procedures are named from our own list. */
function placeOf({ url = '/' }: IncomingMessage): string {
  return /^\/[\w.@-]{0,40}/.exec(url)?.[0] ?? '/'
}
