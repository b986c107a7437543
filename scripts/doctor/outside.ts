import { fault, fine, type Finding, warning } from './findings.ts'
import { checkSocket } from './socket.ts'

const patienceMs = 10_000

/** What people meet: page, API and socket as they come through the proxies. */
export async function checkOutside(typed: string): Promise<Finding[]> {
  const url = typed.replace(/\/+$/, '')
  const health = await ask(`${url}/health`)
  if ('error' in health) return [unreachable(url, health.error)]
  if (health.status !== 200 || health.body['status'] !== 'ok') return [notParley(url, health)]
  const findings = [fine('Address', `Parley answers at ${url}.`)]
  findings.push(await checkReady(url), await checkPageAt(url), await checkMetricsAt(url))
  if (url.startsWith('https:')) findings.push(checkSecure(url, health.headers))
  const { finding, token } = await comeIn(url)
  findings.push(finding, await checkSocket(url, token))
  if (token) {
    findings.push(...(await checkAddress(url, token)))
    await call(url, 'auth.deleteAccount', {}, token)
  }
  return findings
}

type Answer = { status: number; headers: Headers; text: string; body: Record<string, unknown> }

async function ask(address: string, init: RequestInit = {}): Promise<Answer | { error: Error }> {
  try {
    const response = await fetch(address, { ...init, redirect: 'manual', signal: AbortSignal.timeout(patienceMs) })
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, body: readJson(text) }
  } catch (error) {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }
}

function call(url: string, name: string, input: unknown, token?: string) {
  const headers = new Headers({ 'content-type': 'application/json', origin: new URL(url).origin })
  if (token) headers.set('authorization', `Bearer ${token}`)
  return ask(`${url}/api/${name}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(input),
  })
}

function readJson(text: string): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

function unreachable(url: string, error: Error): Finding {
  const { host, hostname } = new URL(url)
  const cause = error.cause instanceof Error ? error.cause : error
  const code = 'code' in cause ? String(cause.code) : cause.name
  const about = 'Address'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return fault(about, `The name ${hostname} is not known.`, 'Add it to the DNS, or correct the address.')
  if (code === 'ECONNREFUSED')
    return fault(
      about,
      `Nothing listens at ${host}.`,
      'Start Parley and the proxy, or correct the port. Does a firewall stand between?',
    )
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code))
    return fault(
      about,
      `The certificate of ${host} is not good: ${cause.message}`,
      'Let the proxy get one that browsers trust, for this very name. Caddy does so by itself.',
    )
  if (code === 'TimeoutError' || code === 'ETIMEDOUT' || code.includes('TIMEOUT'))
    return fault(about, `${host} does not answer.`, 'Look at the firewall, and whether the proxy reaches Parley.')
  return fault(about, `${host} cannot be reached: ${cause.message}`, 'Look at the proxy and the firewall.')
}

function notParley(url: string, { status, headers }: Answer): Finding {
  if (status === 502 || status === 504)
    return fault(
      'Address',
      `The proxy answers ${status}: it does not reach Parley.`,
      'Is Parley running, and is its PORT the one that the proxy names?',
    )
  if (status >= 300 && status < 400)
    return fault('Address', `It sends people on to ${headers.get('location')}.`, 'Check that address instead.')
  return fault(
    'Address',
    `Something else than Parley answers at ${url}/health (${status}).`,
    'Let the proxy pass every path on to Parley, unchanged.',
  )
}

async function checkReady(url: string): Promise<Finding> {
  const ready = await ask(`${url}/ready`)
  if ('error' in ready) return unreachable(url, ready.error)
  if (ready.status === 200) return fine('Ready', 'Database and tables serve.')
  return fault(
    'Ready',
    `It is not ready: ${JSON.stringify(ready.body['fault'] ?? ready.status)}.`,
    'Run `npm run doctor` on that machine.',
  )
}

async function checkPageAt(url: string): Promise<Finding> {
  const page = await ask(`${url}/`)
  if ('error' in page) return unreachable(url, page.error)
  const isPage = page.status === 200 && (page.headers.get('content-type') ?? '').startsWith('text/html')
  if (!isPage)
    return fault(
      'Page',
      `The page answers ${page.status}: ${page.text.slice(0, 80).trim()}`,
      'Build it there: npm run build',
    )
  if (!page.headers.has('content-security-policy'))
    return warning(
      'Page',
      'It comes without its content security policy.',
      'Let the proxy pass headers on, and run with NODE_ENV=production.',
    )
  return fine('Page', 'It comes, with its content security policy.')
}

async function checkMetricsAt(url: string): Promise<Finding> {
  const metrics = await ask(`${url}/metrics`)
  const isLocal = /^(localhost|127\.|\[::1\])/.test(new URL(url).hostname)
  if ('error' in metrics || metrics.status !== 200 || isLocal) return fine('Metrics', 'They are not for everybody.')
  return fault(
    'Metrics',
    'Everybody can read /metrics here.',
    'Let the proxy set X-Forwarded-For and keep the Host header, or refuse /metrics.',
  )
}

function checkSecure(url: string, headers: Headers): Finding {
  if (headers.has('strict-transport-security')) return fine('Cookies', 'They travel over https only.')
  return fault(
    'Cookies',
    'Parley does not know that it is reached by https: its cookies travel without protection.',
    `Set PUBLIC_URL=${new URL(url).origin}`,
  )
}

/** As a guest, who is deleted again; where there are no guests, as nobody. */
async function comeIn(url: string): Promise<{ finding: Finding; token?: string }> {
  const made = await call(url, 'auth.guest', { displayName: 'Doctor', as: 'token' })
  if ('error' in made) return { finding: unreachable(url, made.error) }
  const { token, error } = made.body as { token?: string; error?: { reason: string; message: string } }
  if (token) return { finding: fine('Calls', 'They are answered.'), token }
  if (error?.reason === 'GUESTS_OFF') return { finding: fine('Calls', 'They are answered. There are no guests here.') }
  if (error?.reason === 'FOREIGN_ORIGIN')
    return {
      finding: fault(
        'Calls',
        `Parley does not know ${new URL(url).origin} as its own: browsers are refused.`,
        `Set PUBLIC_URL=${new URL(url).origin} and start it anew.`,
      ),
    }
  if (error) return { finding: fault('Calls', error.message, 'Try again later.') }
  return {
    finding: fault(
      'Calls',
      `They are answered with ${made.status}, and not by Parley.`,
      'Let the proxy pass /api, /trpc and the method POST on.',
    ),
  }
}

async function checkAddress(url: string, token: string): Promise<Finding[]> {
  const sessions = await call(url, 'auth.sessions', {}, token)
  if ('error' in sessions || sessions.status !== 200) return []
  const [own] = Object.values(sessions.body) as { address?: string }[]
  const seen = own?.address ?? ''
  const isInside = (address: string) => /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|::1|localhost)/.test(address)
  if (!isInside(seen) || isInside(new URL(url).hostname)) return []
  return [
    warning(
      'TRUSTED_PROXIES',
      `Parley takes us for ${seen}, which is the proxy: its limits meet everybody together.`,
      'Set TRUSTED_PROXIES to the number of proxies, and let them add X-Forwarded-For.',
    ),
  ]
}
