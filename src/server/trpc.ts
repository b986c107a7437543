import { initTRPC, type TRPCError } from '@trpc/server'
import superjson from 'superjson'
import * as z from 'zod/mini'
import { id } from '../schemas.ts'
import type { Signed } from './auth/sessions.ts'
import type { Context } from './context.ts'
import { findMember } from './database/chats.ts'
import { isAway } from './database/database.ts'
import { isReason, type Reason, refusal, sentence } from './errors.ts'

z.config({
  customError: (issue) =>
    issue.code === 'unrecognized_keys' ? `There is no field ${issue.keys.join(', ')} here.` : undefined,
})
z.config({
  localeError: (issue) => (issue.code === 'invalid_type' ? `This must be ${issue.expected}.` : 'This is not right.'),
})

const t = initTRPC.context<Context>().create({
  transformer: superjson,
  isDev: false,
  sse: { enabled: false },
  errorFormatter({ shape, error, ctx }) {
    const { reason, fields, retryAfter } = faultOf(error)
    const message =
      reason === 'INVALID_INPUT' && fields
        ? (Object.values(fields)[0] ?? shape.message)
        : isOurs(error)
          ? shape.message
          : sentence(reason)
    return {
      ...shape,
      message,
      data: {
        code: reason === 'UNAVAILABLE' ? 'SERVICE_UNAVAILABLE' : shape.data.code,
        httpStatus: reason === 'UNAVAILABLE' ? 503 : shape.data.httpStatus,
        path: shape.data.path,
        reason,
        fields,
        retryAfter,
        requestId: unexpected.has(reason) ? (ctx?.requestId ?? requestIdOf(error)) : null,
      },
    }
  },
})

/** What the operator should hear of, with the id that is in the log. */
const unexpected = new Set<Reason>(['INTERNAL', 'UNAVAILABLE'])

function requestIdOf(error: TRPCError): string | null {
  return 'requestId' in error ? String(error.requestId) : null
}

type Fault = { reason: Reason; fields: Record<string, string> | null; retryAfter: number | null }

function isOurs(
  error: TRPCError,
): error is TRPCError & { reason: Reason; fields?: Record<string, string>; retryAfter?: number } {
  return 'reason' in error && isReason(error.reason)
}

function faultOf(error: TRPCError): Fault {
  if (isOurs(error)) return { reason: error.reason, fields: error.fields ?? null, retryAfter: error.retryAfter ?? null }
  if (error.cause instanceof z.core.$ZodError) {
    const fields = Object.fromEntries(
      error.cause.issues.toReversed().flatMap((issue) => placesOf(issue).map((place) => [place, issue.message])),
    )
    return { reason: 'INVALID_INPUT', fields, retryAfter: null }
  }
  return { reason: reasonOf(error), fields: null, retryAfter: null }
}

/** A field that is not known is named by its own name. */
function placesOf(issue: z.core.$ZodIssue): string[] {
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path]
  return unknown.map((path) => path.map(String).join('.'))
}

function reasonOf({ code, cause }: TRPCError): Reason {
  if (code === 'INTERNAL_SERVER_ERROR' && isAway(cause)) return 'UNAVAILABLE'
  if (code === 'NOT_FOUND') return 'NO_SUCH_PROCEDURE'
  if (code === 'METHOD_NOT_SUPPORTED') return 'WRONG_METHOD'
  if (code === 'UNSUPPORTED_MEDIA_TYPE') return 'WRONG_CONTENT_TYPE'
  if (code === 'PAYLOAD_TOO_LARGE') return 'TOO_LARGE'
  if (code === 'BAD_REQUEST' || code === 'PARSE_ERROR') return 'INVALID_INPUT'
  return 'INTERNAL'
}

export const router = t.router

/** Anybody. */
export const publicProcedure = t.procedure.use(({ ctx, path, next }) => counted(ctx, path, next))

/** Somebody who is signed in. */
export const userProcedure = t.procedure.use(({ ctx, path, next }) =>
  counted(ctx, path, () => {
    if (!ctx.signed) throw refusal('NOT_SIGNED_IN')
    ctx.limits.user(ctx.signed.user.id, path)
    return next<Pick<Signed, 'user' | 'session'>>({})
  }),
)

/** Calls that fail are counted where errors are reported. */
async function counted<Result extends { ok: boolean }>(ctx: Context, path: string, call: () => Promise<Result>) {
  const startedAt = performance.now()
  const result = await call()
  if (result.ok) ctx.metrics.called(path, 200)
  if (result.ok && path === 'messages.send') ctx.metrics.sent((performance.now() - startedAt) / 1000)
  return result
}

/** Somebody who is signed in and changes a chat: the function in the database looks at his membership, under the chat's lock. */
export const changeProcedure = userProcedure

/** An admin of this server. */
export const operatorProcedure = userProcedure.use(({ ctx, next }) => {
  if (!ctx.user.isAdmin) throw refusal('NOT_ALLOWED')
  return next()
})

const namesChat = z.looseObject({ chatId: id })

/** A member of the chat that the input names. Not a member and no such chat are one answer. */
export const memberProcedure = userProcedure.input(namesChat).use(async ({ ctx, input, next }) => {
  const member = await findMember(ctx.db, input.chatId, ctx.user.id)
  if (!member) throw refusal('NOT_A_MEMBER')
  return next({ ctx: { member } })
})

/** A member who is the owner or an admin of the group. */
export const adminProcedure = memberProcedure.use(({ ctx, next }) => {
  if (ctx.member.role === 'member') throw refusal('NOT_AN_ADMIN')
  return next()
})

/** The whole input of a procedure about a chat. */
export function inChat<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z.strictObject({ chatId: id, ...shape })
}
