import { WebSocket } from 'ws'
import { fault, fine, type Finding } from './findings.ts'

const patienceMs = 5000
const about = 'Socket'

/** A real one, as a browser opens it: with the origin of the page. */
export function checkSocket(url: string, token?: string): Promise<Finding> {
  const { origin } = new URL(url)
  const authorization = token ? { authorization: `Bearer ${token}` } : {}
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/trpc`, { headers: { origin, ...authorization } })
  let isOpen = false
  return new Promise<Finding>((resolve) => {
    const timer = setTimeout(() => resolve(tooLate(isOpen)), patienceMs)
    socket.on('unexpected-response', (_request, response) => resolve(refused(response.statusCode ?? 0, origin, token)))
    socket.on('error', (error) => resolve(fault(about, `It cannot be opened: ${error.message}`, upgradeAdvice)))
    socket.on('close', (code) =>
      resolve(fault(about, `It was closed at once (${code}).`, 'Look at the log of Parley, and of the proxy.')),
    )
    socket.on('open', () => {
      isOpen = true
      socket.send(
        JSON.stringify({ id: 1, method: 'subscription', params: { path: 'live.follow', input: { json: {} } } }),
      )
    })
    socket.on('message', (frame: Buffer) => {
      if (!frame.includes('"heads"')) return
      clearTimeout(timer)
      resolve(fine(about, 'It opens, and news come through.'))
    })
  }).finally(() => socket.terminate())
}

const upgradeAdvice =
  'Let the proxy pass WebSockets on: HTTP/1.1 with the headers Upgrade and Connection (docs/operations.md has it for nginx and Caddy).'

function refused(status: number, origin: string, token: string | undefined): Finding {
  if (status === 401 && token === undefined)
    return fine(about, 'It reaches Parley, which asks for a session, as it should.')
  if (status === 401)
    return fault(
      about,
      'It is refused with 401: the session does not arrive.',
      'Let the proxy pass the headers Authorization and Cookie on.',
    )
  if (status === 403)
    return fault(
      about,
      `It is refused with 403: Parley does not know ${origin} as its own.`,
      `Set PUBLIC_URL=${origin} and start it anew.`,
    )
  if (status === 404)
    return fault(
      about,
      'It is refused with 404: another path arrives.',
      'Let the proxy pass /trpc on as it is, without cutting anything off.',
    )
  if (status === 429)
    return fault(
      about,
      'It is refused with 429: too many sockets or calls from one address.',
      'Set TRUSTED_PROXIES if a proxy stands in front; else wait a moment.',
    )
  if (status === 502 || status === 503 || status === 504)
    return fault(
      about,
      `It is refused with ${status}: Parley is stopping, or the proxy does not reach it.`,
      'Look whether Parley runs.',
    )
  return fault(
    about,
    `It is refused with ${status}: the proxy answers itself, and does not pass WebSockets on.`,
    upgradeAdvice,
  )
}

function tooLate(isOpen: boolean): Finding {
  if (isOpen)
    return fault(
      about,
      'It opens, but no news come through.',
      'Let the proxy pass data on at once (nginx: proxy_buffering off).',
    )
  return fault(about, 'It does not open: nothing answers in 5 seconds.', upgradeAdvice)
}
