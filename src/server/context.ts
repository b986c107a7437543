import type { IncomingMessage } from 'node:http'
import { isIP, isIPv6 } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Logger } from 'pino'
import type { WebSocket } from 'ws'
import type { Limits } from './auth/limits.ts'
import type { Mail } from './auth/mail.ts'
import type { Session, Sessions, Signed, User } from './auth/sessions.ts'
import type { Throttle } from './auth/throttle.ts'
import type { Config } from './config.ts'
import type { Database } from './database/database.ts'
import type { Sends } from './database/sends.ts'
import type { Hub } from './live/hub.ts'
import type { Push } from './live/push.ts'
import type { Presence } from './live/presence.ts'
import type { Relay } from './live/relay.ts'
import type { Sockets } from './live/sockets.ts'
import type { Typing } from './live/typing.ts'
import type { Whispers } from './live/whispers.ts'
import type { Metrics } from './metrics.ts'

/** What one process has: made once at its start. */
export type Services = {
  config: Config
  db: Database
  log: Logger
  metrics: Metrics
  limits: Limits
  sessions: Sessions
  throttle: Throttle
  relay: Relay
  hub: Hub
  sends: Sends
  presence: Presence
  typing: Typing
  whispers: Whispers
  push: Push
  mail: Mail
  sockets: Sockets
}

/** What a procedure gets: one for each HTTP request, one for each socket. */
export type Context = Services & {
  /** Stands in the log and in the answer, so that a person can quote it. */
  requestId: string
  signed: Signed | null
  /** Of who is signed in. They stand here from the start: tRPC would copy the whole context to add them at each call. */
  user: User | null
  session: Session | null
  /** Reads the session once more, where it was only remembered. */
  signAgain?: () => Promise<Signed | null>
  /** The client's address, behind the trusted proxies. */
  address: string
  device: string | undefined
  setCookie: (cookie: string) => void
  /** Only for calls that came over the socket. */
  socket?: FollowingSocket
}

export type FollowingSocket = { socket: WebSocket; stream: Duplex; subscriptions: number }

/** The proxies write the addresses that they saw at the end; nothing before them can be believed. */
export function addressOf(req: IncomingMessage, trustedProxies: number): string {
  const forwarded = String(req.headers['x-forwarded-for'] ?? '').split(',')
  const seen = trustedProxies > 0 ? withoutPort(forwarded.at(-trustedProxies) ?? '') : ''
  return networkOf(isIP(seen) > 0 ? seen : (req.socket.remoteAddress ?? 'unknown'))
}

function withoutPort(address: string): string {
  return address.trim().replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1')
}

/** One customer has a whole network of IPv6 addresses: its first four groups. */
function networkOf(address: string): string {
  const [, plain] = /^::ffff:([\d.]+)$/i.exec(address) ?? []
  if (plain) return plain
  if (!isIPv6(address) || address === '::1') return address
  const [before = [], after = []] = address.split('::').map((half) => half.split(':').filter(Boolean))
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0')
  return `${[...before, ...zeros, ...after].slice(0, 4).join(':')}::/64`
}
