import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzip } from 'node:zlib'
import {
  callTRPCProcedure,
  getTRPCErrorFromUnknown,
  getTRPCErrorShape,
  TRPCError,
  transformTRPCResponse,
} from '@trpc/server'
import { getHTTPStatusCode } from '@trpc/server/http'
import type { Context, Services } from '../context.ts'
import { appRouter } from '../routers/index.ts'
import type { Callers } from './callers.ts'
import { procedures } from './procedures.ts'
import { reportError } from './report.ts'

type Other = (req: IncomingMessage, res: ServerResponse) => void
/** `url` is undefined where the address is a path and nothing else. */
type Call = { paths: string[]; type: 'query' | 'mutation'; isBatch: boolean; url: URL | undefined }
type Running = Call & {
  req: IncomingMessage
  ctx: Context | undefined
  errors: TRPCError[]
  inputs: (index: number) => unknown
}
type Answer = Parameters<typeof getHTTPStatusCode>[0]
type One = Exclude<Answer, readonly unknown[]>
type Bounds = { prefix: string; mostCalls: number; mostBodyBytes: number }

const config = appRouter._def._config
/** A page of messages is a quarter of its size then; what is smaller fits into the first packets anyway. */
const worthPackingBytes = 4096
const plainAddress = /^\/[\w./]*$/
/** No procedure that is called over HTTP can be stopped half-way: what has begun is stored. */
const { signal } = new AbortController()

/**
 * The calls of tRPC's clients over HTTP, in its wire format: JSON, one call or a batch. Its own adapter makes a Request, a
 * Response and a few streams for each, which costs more than what most calls do. Whatever is not quite so is left to it.
 */
export function createCalls(
  services: Services,
  contextOf: Callers,
  other: Other,
  { prefix, mostCalls, mostBodyBytes }: Bounds,
) {
  return function answer(req: IncomingMessage, res: ServerResponse) {
    const call = readCall(req)
    return call ? run(req, res, call) : other(req, res)
  }

  /** Undefined when tRPC's adapter is to answer it, or to say what is wrong with it. */
  function readCall(req: IncomingMessage): Call | undefined {
    const { method, headers } = req
    const isPost = method === 'POST'
    if (!isPost && method !== 'GET') return undefined
    if (headers['trpc-accept'] !== undefined || headers['content-encoding'] !== undefined) return undefined
    if (isPost && !isShortJson(headers)) return undefined
    const address = req.url ?? '/'
    const url = plainAddress.test(address) ? undefined : new URL(address, 'http://localhost')
    const isBatch = url?.searchParams.get('batch') === '1'
    const path = (url?.pathname ?? address).slice(prefix.length)
    const paths = isBatch ? path.split(',') : [path]
    const type = isPost ? 'mutation' : 'query'
    const isKnown = paths.length <= mostCalls && paths.every((one) => procedures.get(one)?._def.type === type)
    return isKnown && !url?.searchParams.has('connectionParams') ? { paths, type, isBatch, url } : undefined
  }

  function isShortJson(headers: IncomingMessage['headers']): boolean {
    const length = Number(headers['content-length'] ?? Infinity)
    return /^application\/json(?:;|$)/i.test(headers['content-type'] ?? '') && length <= mostBodyBytes
  }

  async function run(req: IncomingMessage, res: ServerResponse, call: Call) {
    const errors: TRPCError[] = []
    let ctx: Context | undefined
    let answer: Answer
    try {
      const text = call.type === 'query' ? (call.url?.searchParams.get('input') ?? '') : await readText(req)
      ctx = await contextOf(req, res, call.paths)
      const running = { ...call, req, ctx, errors, inputs: inputsOf(text, call.isBatch) }
      if (call.isBatch) answer = await Promise.all(call.paths.map((path, index) => runOne(running, path, index)))
      else answer = await runOne(running, call.paths[0]!, 0)
    } catch (cause) {
      if (req.destroyed && !req.complete) return
      answer = failed({ ...call, req, ctx, errors }, undefined, cause)
    }
    write(res, answer, errors)
  }

  async function runOne(running: Running, path: string, batchIndex: number): Promise<One> {
    const { type, ctx, inputs } = running
    try {
      return {
        result: {
          data: await callTRPCProcedure({
            router: appRouter,
            path,
            type,
            ctx,
            getRawInput: async () => inputs(batchIndex),
            signal,
            batchIndex,
          }),
        },
      }
    } catch (cause) {
      return failed(running, path, cause)
    }
  }

  function failed({ type, req, ctx, errors }: Omit<Running, 'inputs'>, path: string | undefined, cause: unknown): One {
    const error = getTRPCErrorFromUnknown(cause)
    errors.push(error)
    reportError(services, { error, path, type, req })
    return { error: getTRPCErrorShape({ config, error, type, path, input: undefined, ctx }) }
  }
}

/** With events: an iterator of the stream costs a tenth of a whole call. */
function readText(req: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => resolve((chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString()))
    req.on('error', reject)
    req.on('close', () => reject(new Error('The request was cut off')))
  })
}

/** What is given to each call. What cannot be read is the fault of each of them. */
function inputsOf(text: string, isBatch: boolean): (index: number) => unknown {
  let parsed: { inputs: unknown } | undefined
  return (index) => {
    try {
      parsed ??= { inputs: text === '' ? undefined : JSON.parse(text) }
      const own = isBatch ? inputAt(parsed.inputs, index) : parsed.inputs
      return own === undefined ? undefined : config.transformer.input.deserialize(own)
    } catch (cause) {
      throw new TRPCError({ code: 'BAD_REQUEST', message: 'The input cannot be read.', cause })
    }
  }
}

function inputAt(inputs: unknown, index: number): unknown {
  if (inputs === undefined) return undefined
  if (typeof inputs !== 'object' || inputs === null || Array.isArray(inputs))
    throw new TypeError('A batch needs an object of inputs.')
  return Object.hasOwn(inputs, index) ? (inputs as Record<number, unknown>)[index] : undefined
}

function write(res: ServerResponse, answer: Answer, errors: TRPCError[]) {
  const body = JSON.stringify(transformTRPCResponse(config, answer))
  const headers = { 'content-type': 'application/json', ...answerHeaders(errors) }
  // With its length, head and body are one write; without, chunks are five.
  const end = (bytes: string | Buffer, length: number, more?: Record<string, string>) =>
    res.writeHead(getHTTPStatusCode(answer), { ...headers, ...more, 'content-length': length }).end(bytes)
  const length = Buffer.byteLength(body)
  if (length < worthPackingBytes || !/\bgzip\b/.test(res.req.headers['accept-encoding'] ?? '')) return end(body, length)
  gzip(body, { level: 1 }, (error, packed) =>
    error ? end(body, length) : end(packed, packed.length, { 'content-encoding': 'gzip' }),
  )
}

/** Answers are for who asked, and now. The longest time to wait stands for all calls of the batch. */
export function answerHeaders(errors: readonly TRPCError[]): Record<string, string> {
  if (errors.length === 0) return fineHeaders
  const seconds = errors.map((error) => ('retryAfter' in error ? Number(error.retryAfter) : 0))
  const retryAfter = Math.max(0, ...seconds)
  return { ...fineHeaders, ...(retryAfter > 0 ? { 'retry-after': `${retryAfter}` } : {}) }
}

const fineHeaders = { 'cache-control': 'no-store', vary: 'origin, trpc-accept, accept, accept-encoding' }
