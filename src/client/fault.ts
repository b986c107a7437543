import { TRPCClientError } from '@trpc/client'
import type { ApiError, Reason } from './trpc.ts'
import type { Fault } from './ui/useForm.ts'

/** What a refused or failed call says to the person who made it. */
export function faultOf(error: unknown): Fault & { message: string; reason: Reason | undefined } {
  const data: ApiError['data'] = error instanceof TRPCClientError ? error.data : undefined
  if (data && error instanceof Error) {
    const { reason, fields, retryAfter } = data
    return { reason, message: error.message, fields: fields ?? {}, retryAfter: retryAfter ?? undefined }
  }
  const message = navigator.onLine
    ? 'The server cannot be reached. Try again in a moment.'
    : 'You are offline. Try again when you are connected.'
  return { reason: undefined, message, fields: {}, retryAfter: undefined }
}
