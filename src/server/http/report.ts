import type { IncomingMessage } from 'node:http'
import type { TRPCError } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import type { Services } from '../context.ts'
import { isAway } from '../database/database.ts'
import { nameOf } from './procedures.ts'
import { requestOf } from './requests.ts'

type Fault = { error: TRPCError; path: string | undefined; type: string; req: IncomingMessage }

/** Counts a call that failed. What we did not expect goes to the log with its stack; the caller learns only that it happened. */
export function reportError({ log, metrics }: Pick<Services, 'log' | 'metrics'>, { error, path, type, req }: Fault) {
  const isUnavailable = error.code === 'INTERNAL_SERVER_ERROR' && isAway(error.cause)
  metrics.called(nameOf(path), isUnavailable ? 503 : getHTTPStatusCodeFromError(error))
  if (error.code !== 'INTERNAL_SERVER_ERROR') return
  const { message, stack } = error.cause ?? error
  const call = { requestId: requestOf(req).id, procedure: nameOf(path), type, error: message }
  if (isUnavailable) log.warn(call, 'The database could not be asked')
  else log.error({ ...call, stack }, 'A call failed')
}
