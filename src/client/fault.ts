import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { TRPCClientError } from '@trpc/client'
import type { ApiError, Reason } from './trpc.ts'
import type { Fault } from './ui/useForm.ts'

/** What a refused or failed call says to the person who made it. The server speaks English: its sentences are in the catalogues too. */
export function faultOf(error: unknown): Fault & { message: string; reason: Reason | undefined } {
  const data: ApiError['data'] = error instanceof TRPCClientError ? error.data : undefined
  if (data && error instanceof Error) {
    const { reason, fields, retryAfter } = data
    const said = Object.entries(fields ?? {}).map(([name, sentence]) => [name, i18n._(sentence)])
    return {
      reason,
      message: i18n._(error.message),
      fields: Object.fromEntries(said),
      retryAfter: retryAfter ?? undefined,
    }
  }
  const message = navigator.onLine
    ? t`The server cannot be reached. Try again in a moment.`
    : t`You are offline. Try again when you are connected.`
  return { reason: undefined, message, fields: {}, retryAfter: undefined }
}
