import type { IncomingMessage, ServerResponse } from 'node:http'
import { callTRPCProcedure, getTRPCErrorFromUnknown, getTRPCErrorShape, type TRPCError } from '@trpc/server'
import { type Reason, refusal } from '../errors.ts'
import type { Context, Services } from '../context.ts'
import { appRouter } from '../routers/index.ts'
import type { Callers } from './callers.ts'
import { inputOf, type JsonSchema } from './json-schemas.ts'
import { procedures } from './procedures.ts'
import { reportError } from './report.ts'

/** Every procedure once more as plain JSON over HTTP, for clients in other languages. */
export function createRest(services: Services, contextOf: Callers, mostBodyBytes: number) {
  return async function answer(req: IncomingMessage, res: ServerResponse, path: string) {
    const ended = new AbortController()
    res.once('close', () => ended.abort())
    let ctx: Context | undefined
    try {
      ctx = await contextOf(req, res, [path])
      const { type, schema } = findCall(path, req.method)
      const input = revive(req.method === 'POST' ? await readBody(req, mostBodyBytes) : readQuery(req, schema), schema)
      const getRawInput = () => Promise.resolve(input)
      const call = { router: appRouter, path, type, ctx, getRawInput, signal: ended.signal, batchIndex: 0 }
      write(res, 200, (await callTRPCProcedure(call)) ?? null)
    } catch (cause) {
      if (req.destroyed && !req.complete) return
      const error = getTRPCErrorFromUnknown(cause)
      reportError(services, { error, path, type: 'rest', req })
      const { status, retryAfter, body } = faultOf(error, path, ctx)
      if (retryAfter !== null) res.setHeader('retry-after', retryAfter)
      if (status === 413) res.setHeader('connection', 'close')
      write(res, status, body)
    }
  }
}

function findCall(path: string, method: string | undefined) {
  const procedure = procedures.get(path)
  if (!procedure) throw refusal('NO_SUCH_PROCEDURE')
  const { type } = procedure._def
  if (type === 'subscription') throw refusal('WRONG_METHOD', { message: 'Following needs a WebSocket.' })
  if (method !== 'POST' && type === 'mutation') throw refusal('WRONG_METHOD', { message: 'This call needs POST.' })
  return { type, schema: inputOf(procedure) }
}

async function readBody(req: IncomingMessage, most: number): Promise<unknown> {
  const chunks: Buffer[] = []
  let length = 0
  // Whoever sends too much must still hear so: leaving the loop must not cut the line.
  for await (const chunk of req.iterator({ destroyOnReturn: false })) {
    length += (chunk as Buffer).length
    if (length > most) throw refusal('TOO_LARGE')
    chunks.push(chunk as Buffer)
  }
  const text = Buffer.concat(chunks).toString()
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    throw refusal('INVALID_INPUT', { message: 'The body is not JSON.' })
  }
}

/** `?chatId=…&limit=20`: each field is read as what the procedure wants there. */
function readQuery({ url = '' }: IncomingMessage, { properties = {} }: JsonSchema): unknown {
  const fields = [...new URL(url, 'http://localhost').searchParams]
  if (fields.length === 0) return undefined
  return Object.fromEntries(
    fields.map(([name, text]) => {
      const { type } = Object.hasOwn(properties, name) ? (properties[name] as JsonSchema) : {}
      const isWritten = (type === 'integer' || type === 'number') && text !== '' && Number.isFinite(Number(text))
      if (isWritten) return [name, Number(text)]
      return [name, type === 'boolean' && /^(true|false)$/.test(text) ? text === 'true' : text]
    }),
  )
}

/** Times come as text in ISO 8601. */
function revive(given: unknown, schema: JsonSchema): unknown {
  const wants = (part: JsonSchema): boolean =>
    part.format === 'date-time' || (part.anyOf ?? []).some((one) => wants(one))
  if (typeof given === 'string' && wants(schema)) return /^\d{4}-\d\d-\d\dT/.test(given) ? new Date(given) : given
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given
  const properties = schema.properties ?? {}
  return Object.fromEntries(
    Object.entries(given).map(([name, part]) => [
      name,
      Object.hasOwn(properties, name) ? revive(part, properties[name] as JsonSchema) : part,
    ]),
  )
}

function faultOf(error: TRPCError, path: string, ctx: Context | undefined) {
  const config = appRouter._def._config
  const { message, data } = getTRPCErrorShape({ config, error, type: 'unknown', path, input: undefined, ctx })
  const { httpStatus: status, reason, fields, retryAfter, requestId } = data
  return {
    status,
    retryAfter,
    body: { error: { reason: reason satisfies Reason, message, fields, retryAfter, requestId } },
  }
}

function write(res: ServerResponse, status: number, body: unknown) {
  res
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
    .end(JSON.stringify(body))
}
