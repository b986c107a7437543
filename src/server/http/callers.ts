import type { IncomingMessage, ServerResponse } from 'node:http'
import { getTRPCErrorFromUnknown } from '@trpc/server'
import { addressOf, type Context, type Services } from '../context.ts'
import { refuseForeign } from './origin.ts'
import { nameOf } from './procedures.ts'
import { requestOf } from './requests.ts'

export type Callers = ReturnType<typeof createCallers>

/** Who calls by HTTP. Foreign pages and whoever calls too often are refused before the database is asked anything. */
export function createCallers(services: Services, origins: () => Set<string>) {
  const { config, limits, sessions } = services
  return async function contextOf(
    req: IncomingMessage,
    res: ServerResponse,
    paths: (string | undefined)[],
  ): Promise<Context> {
    const request = requestOf(req)
    request.procedures = paths.map(nameOf)
    const address = addressOf(req, config.trustedProxies)
    try {
      refuseForeign(req, origins(), config.extraOrigins)
      limits.address(address, Math.max(1, paths.length))
      const credentials = sessions.secretOf(req.headers)
      const { secret = '' } = credentials ?? {}
      const known = paths.every((path) => path === 'messages.send') ? sessions.recall(secret) : undefined
      const found = known ?? (credentials && (await sessions.validate(secret)))
      // A page that slept while another signed in beside it would speak as him.
      const asked = req.headers['parley-user'] ?? found?.user.id
      const signed = found?.user.id === asked ? found : null
      if (signed?.renewedCookie && credentials?.isCookie) res.appendHeader('set-cookie', signed.renewedCookie)
      request.userId = signed?.user.id ?? null
      const device = req.headers['user-agent']
      return {
        ...services,
        requestId: request.id,
        signed,
        user: signed?.user ?? null,
        session: signed?.session ?? null,
        signAgain: () => sessions.validate(secret),
        address,
        device,
        setCookie: (cookie) => void res.appendHeader('set-cookie', cookie),
      }
    } catch (error) {
      throw Object.assign(getTRPCErrorFromUnknown(error), { requestId: request.id })
    }
  }
}
