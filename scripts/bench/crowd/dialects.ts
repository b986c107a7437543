import { v7 as uuid } from 'uuid'
import { textOf } from './words.ts'

export type DialectName = 'parley' | 'ws' | 'socket.io' | 'trpc'

/** How the clients of one server talk, down to the letters on the wire. */
export type Dialect = {
  path: string
  /** Said as soon as the socket is open. */
  greeting: (role: 'listener' | 'sender') => string[]
  /** Answered to pings and to what the server says while the client comes in. */
  reply: (text: string) => string | undefined
  isReady: (text: string, role: 'listener' | 'sender') => boolean
  /** The messages in a text from the server, with the place that the server gave each. */
  messagesIn: (text: string) => { number: number; text: string }[]
  /** What a sender says, and which of his messages an answer acknowledges; nothing for servers without answers. */
  say: (seq: number) => string
  acknowledged: (text: string) => number | undefined
}

type Message = { number: number; text: string }

const ws: Dialect = {
  path: '/',
  greeting: (role) => (role === 'listener' ? ['listen'] : []),
  reply: () => undefined,
  isReady: () => true,
  messagesIn: (text) => (text.startsWith('{"number"') ? [JSON.parse(text) as Message] : []),
  say: (seq) => JSON.stringify({ seq, id: uuid(), text: textOf(seq) }),
  acknowledged: (text) =>
    text.startsWith('{"acknowledged"') ? (JSON.parse(text) as { acknowledged: number }).acknowledged : undefined,
}

const socketIo: Dialect = {
  path: '/socket.io/?EIO=4&transport=websocket',
  greeting: () => [],
  reply: (text) =>
    text === '2' ? '3' : text.startsWith('0{') ? '40' : text.startsWith('40{') ? '42["listen"]' : undefined,
  isReady: (text, role) => text.startsWith(role === 'listener' ? '42["listening"' : '40{'),
  messagesIn: (text) => (text.startsWith('42["message"') ? [(JSON.parse(text.slice(2)) as [string, Message])[1]] : []),
  say: (seq) => `42${seq}${JSON.stringify(['send', { id: uuid(), text: textOf(seq) }])}`,
  acknowledged: (text) => (text.startsWith('43') ? Number.parseInt(text.slice(2), 10) : undefined),
}

const trpc: Dialect = {
  path: '/',
  greeting: (role) => (role === 'listener' ? [subscription('messages.onAdd')] : []),
  reply: (text) => (text === 'PING' ? 'PONG' : undefined),
  isReady: (text, role) => role === 'sender' || text.includes('"type":"started"'),
  messagesIn(text) {
    if (!text.includes('"data"')) return []
    const { result } = JSON.parse(text) as { result?: { data?: { json: { data?: Message } } } }
    return result?.data?.json.data ? [result.data.json.data] : []
  },
  say: (seq) =>
    JSON.stringify({
      id: seq,
      method: 'mutation',
      params: { path: 'messages.add', input: { json: { id: uuid(), text: textOf(seq) } } },
    }),
  acknowledged(text) {
    const { id, result } = JSON.parse(text) as { id?: number; result?: { type: string } }
    return result?.type === 'data' ? id : undefined
  },
}

/** Parley is spoken to over HTTP, see `senders.ts`. */
const parley: Dialect = {
  path: '/trpc',
  greeting: (role) => (role === 'listener' ? [subscription('live.follow')] : []),
  reply: (text) => (text === 'PING' ? 'PONG' : undefined),
  isReady: (text) => text.includes('"type":"heads"'),
  messagesIn(text) {
    if (!text.includes('"type":"message"')) return []
    const { result } = JSON.parse(text) as { result: { data: { json: { type: string; message?: Message }[] } } }
    return result.data.json.flatMap(({ message }) => (message ? [message] : []))
  },
  say: () => {
    throw new Error('Sending is not for the socket')
  },
  acknowledged: () => undefined,
}

export const dialects: Record<DialectName, Dialect> = { ws, 'socket.io': socketIo, trpc, parley }

function subscription(path: string): string {
  return JSON.stringify({ id: 1, method: 'subscription', params: { path, input: { json: {} } } })
}
