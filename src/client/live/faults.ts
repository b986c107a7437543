import { TRPCClientError } from '@trpc/client'
import type { ApiError, Reason } from '../trpc.ts'

/** Why the server refused; undefined when it did not answer at all. */
export function reasonOf(error: unknown): Reason | undefined {
  return dataOf(error)?.reason
}

/** The same call will be refused again, however often it is made. */
export function isRefused(error: unknown): boolean {
  const reason = reasonOf(error)
  return reason !== undefined && !passing.has(reason)
}

export function isSignedOut(error: unknown): boolean {
  return reasonOf(error) === 'NOT_SIGNED_IN'
}

export function retryAfterMs(error: unknown): number {
  return (dataOf(error)?.retryAfter ?? 0) * 1000
}

const passing = new Set<Reason>(['TOO_MANY_REQUESTS', 'UNAVAILABLE', 'INTERNAL'])

function dataOf(error: unknown) {
  return error instanceof TRPCClientError ? (error.data as ApiError['data']) : undefined
}
