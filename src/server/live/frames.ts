import superjson from 'superjson'
import type { News } from './news.ts'

/** News as it goes out, made once, whatever the number of listeners. */
export type Piece = {
  json: string
  /** What JSON cannot say of it, as superjson notes it: the path, ready to follow `"0.`, and the kind. */
  marks: readonly { path: string; kind: string }[]
  /** Never stored, and dropped first when a reader is slow. */
  isSoft: boolean
}

const soft = new Set<News['type']>(['presence', 'here', 'typing', 'whisper', 'ended'])
/** A frame ends with the piece that reaches this, so that the bound on what waits in a socket can be kept. */
const mostFrameLength = 32 * 1024

export function pieceOf(news: News): Piece {
  const isSoft = soft.has(news.type)
  const times: string[] = []
  const isPlain = noteTimes(news, '', times)
  if (isPlain) return { json: JSON.stringify(news), marks: times.map((path) => ({ path, kind: timeKind })), isSoft }
  const { json, meta } = superjson.serialize(news)
  const marks = Object.entries(meta?.values ?? {}).map(([path, kind]) => ({
    path: JSON.stringify(path).slice(1),
    kind: JSON.stringify(kind),
  }))
  return { json: JSON.stringify(json), marks, isSoft }
}

const timeKind = '["Date"]'

/**
 * Where times are in what else is plain JSON, which is all that news are made of, in a third of the time that superjson takes.
 * False for what only superjson can say.
 */
function noteTimes(value: unknown, path: string, times: string[]): boolean {
  if (typeof value !== 'object') return typeof value === 'string' || typeof value === 'boolean' || isPlainNumber(value)
  if (value === null) return true
  if (value instanceof Date) {
    times.push(`${path}"`)
    return !Number.isNaN(value.getTime())
  }
  const before = path === '' ? '' : `${path}.`
  if (Array.isArray(value)) return value.every((one, index) => noteTimes(one, `${before}${index}`, times))
  if (Object.getPrototypeOf(value) !== Object.prototype) return false
  for (const key in value) {
    if (!plainKey.test(key) || !noteTimes((value as Record<string, unknown>)[key], before + key, times)) return false
  }
  return true
}

function isPlainNumber(value: unknown): boolean {
  return Number.isFinite(value) && !Object.is(value, -0)
}

const plainKey = /^[\w-]+$/

/** The pieces as arrays of news in superjson's form, each of a length that fits a frame. */
export function bodiesOf(pieces: readonly Piece[]): { body: Buffer; count: number }[] {
  const bodies: { body: Buffer; count: number }[] = []
  let first = 0
  let length = 0
  for (const [index, { json }] of pieces.entries()) {
    length += json.length
    if (length < mostFrameLength && index < pieces.length - 1) continue
    bodies.push({ body: bodyOf(pieces.slice(first, index + 1)), count: index + 1 - first })
    first = index + 1
    length = 0
  }
  return bodies
}

function bodyOf(pieces: readonly Piece[]): Buffer {
  const marks = pieces.flatMap((piece, index) => piece.marks.map(({ path, kind }) => `"${index}.${path}:${kind}`))
  const meta = marks.length > 0 ? `,"meta":{"values":{${marks.join(',')}},"v":1}` : ''
  return Buffer.from(`{"json":[${pieces.map(({ json }) => json).join(',')}]${meta}}`)
}

/** A whole WebSocket frame with what tRPC's wire format calls a result: the request's id (as JSON), and its data. */
export function frameOf(requestId: string, body: Buffer): Buffer {
  const before = Buffer.from(`{"id":${requestId},"result":{"type":"data","data":`)
  return textFrame([before, body, after])
}

const after = Buffer.from('}}')

/** One final text frame as a server writes it: not masked, not compressed (RFC 6455, 5.2). */
function textFrame(parts: Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const header = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10)
  header[0] = 0x81
  if (length < 126) header[1] = length
  else if (length < 65_536) {
    header[1] = 126
    header.writeUInt16BE(length, 2)
  } else {
    header[1] = 127
    header.writeBigUInt64BE(BigInt(length), 2)
  }
  return Buffer.concat([header, ...parts])
}
