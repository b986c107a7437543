import { connect, type Subscription } from '@nats-io/transport-node'
import type { Hear, Line } from './line.ts'

const connectMs = 3000
const pingMs = 2500
const mostUnanswered = 2
const mostBytes = 64 * 1024

/** NATS core. Several servers of a cluster are named with commas between; the first has user and password. */
export function openNats(url: string) {
  const { servers, user, pass, tls } = readNatsUrl(url)
  return async (hear: Hear): Promise<Line> => {
    const connection = await connect({
      servers,
      name: 'parley',
      ...(user === '' ? {} : pass === '' ? { token: user } : { user, pass }),
      ...(tls ? { tls: {} } : {}),
      // We open it again ourselves: nothing may pile up in the client meanwhile.
      reconnect: false,
      timeout: connectMs,
      pingInterval: pingMs,
      maxPingOut: mostUnanswered,
      noEcho: true,
    })
    const subscriptions = new Map<string, Subscription>()
    return {
      mostBytes,
      gapMs: 0,
      ended: connection.closed().then((error) => error ?? 'The connection ended'),
      end: () => void connection.close().catch(() => undefined),
      // The answer to a flush says that the server has read everything before it.
      async send(packets) {
        for (const { subject, text } of packets) connection.publish(subject, text)
        await connection.flush()
      },
      listen(subject) {
        if (connection.isClosed()) return
        const callback = (error: Error | null, message: { string: () => string }) => {
          if (!error) hear(subject, message.string())
        }
        subscriptions.set(subject, connection.subscribe(subject, { callback }))
      },
      unlisten(subject) {
        if (!connection.isClosed()) subscriptions.get(subject)?.unsubscribe()
        subscriptions.delete(subject)
      },
    }
  }
}

export function readNatsUrl(url: string) {
  const [first = '', ...others] = url.split(',').map((server) => server.trim())
  const { username, password, host, protocol } = new URL(first)
  return {
    servers: [host, ...others.map((server) => (server.includes('://') ? new URL(server).host : server))],
    user: decodeURIComponent(username),
    pass: decodeURIComponent(password),
    tls: protocol === 'tls:',
  }
}
