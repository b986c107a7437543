import type { IncomingMessage, ServerResponse } from 'node:http'
import { refusal } from '../errors.ts'

/**
 * A page of another site can make a browser send our cookie along. So a changing call needs JSON, which no form can send, and
 * the origin of a page of ours; only a script without a cookie may come without an origin.
 */
export function refuseForeign(req: IncomingMessage, allowed: Set<string>, extra: Set<string>) {
  if (req.method !== 'POST') return
  const { origin, cookie } = req.headers
  const isCrossSite = req.headers['sec-fetch-site'] === 'cross-site'
  if (!/^application\/json\b/i.test(req.headers['content-type'] ?? '')) throw refusal('WRONG_CONTENT_TYPE')
  if (origin === undefined ? cookie !== undefined : !allowed.has(origin)) throw refusal('FOREIGN_ORIGIN')
  if (isCrossSite && !extra.has(origin ?? '')) throw refusal('FOREIGN_ORIGIN')
}

/** Lets the pages of EXTRA_ORIGINS read our answers, and nobody else's. True when that was all that was asked. */
export function allowExtra(req: IncomingMessage, res: ServerResponse, extra: Set<string>): boolean {
  if (extra.size === 0) return false
  res.appendHeader('vary', 'Origin')
  const { origin } = req.headers
  if (origin === undefined || !extra.has(origin)) return false
  res.setHeader('access-control-allow-origin', origin)
  res.setHeader('access-control-allow-credentials', 'true')
  res.setHeader('access-control-expose-headers', 'x-request-id, retry-after')
  const isQuestion = req.method === 'OPTIONS' && req.headers['access-control-request-method'] !== undefined
  if (!isQuestion) return false
  res
    .writeHead(204, {
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'content-type, authorization, x-request-id',
      'access-control-max-age': '600',
    })
    .end()
  return true
}
