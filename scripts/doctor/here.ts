import { existsSync, readFileSync } from 'node:fs'
import { access, constants, mkdir, statfs } from 'node:fs/promises'
import { createServer } from 'node:net'
import { parseEnv } from 'node:util'
import { createTransport } from 'nodemailer'
import type { Config } from '../../src/server/config.ts'
import { fault, fine, type Finding, warning } from './findings.ts'

const gigabyte = 1e9
const patienceMs = 5000

export function checkNode(version = process.versions.node): Finding {
  const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isServed = (major === 20 && minor >= 19) || (major === 22 && minor >= 13) || major >= 24
  if (isServed) return fine('Node.js', version)
  return fault('Node.js', `${version} is not one that Parley runs on.`, `Install one of: ${engines.node}`)
}

/** What is allowed, but hardly meant. */
export function checkSettings(config: Config, isInUse = existsSync('.env')): Finding[] {
  const findings = isInUse ? unknownSettings(readFileSync('.env', 'utf8')) : []
  const { publicUrl, isSecure, trustedProxies, limitFactor, isDevelopment } = config
  const isLocal = publicUrl === undefined || /^(localhost|127\.|\[::1\])/.test(new URL(publicUrl).hostname)
  if (!isSecure && !isLocal)
    findings.push(
      warning(
        'PUBLIC_URL',
        'It is not https: what people say can be read on the way, and browsers refuse notifications.',
        'Put a proxy with a certificate in front (docs/operations.md), and set PUBLIC_URL=https://…',
      ),
    )
  if (isSecure && trustedProxies === 0)
    findings.push(
      warning(
        'TRUSTED_PROXIES',
        'With https there is a proxy in front, and everybody seems to come from its address: limits meet all together.',
        'Set TRUSTED_PROXIES=1, or how many there are one behind the other.',
      ),
    )
  if (limitFactor > 10)
    findings.push(
      warning(
        'LIMIT_FACTOR',
        `Limits are multiplied by ${limitFactor}: passwords can be guessed faster.`,
        'Take it away, unless this is a test.',
      ),
    )
  if (isDevelopment)
    findings.push(
      warning('NODE_ENV', 'It is development: slow, and without a content security policy.', 'Set NODE_ENV=production'),
    )
  return findings.length > 0 ? findings : [fine('Settings', 'They are right.')]
}

export function unknownSettings(written: string): Finding[] {
  const known = parseEnv(readFileSync(new URL('../../.env.example', import.meta.url), 'utf8'))
  return Object.keys(parseEnv(written))
    .filter((name) => !(name in known))
    .map((name) =>
      warning('.env', `${name} is not a setting of Parley.`, 'The settings are in .env.example. Is it misspelt?'),
    )
}

export async function checkFolder({ dataFolder, databaseUrl }: Config): Promise<Finding> {
  if (databaseUrl) return fine('Folder', 'Nothing is kept on this disk: the database is the one of DATABASE_URL.')
  try {
    await mkdir(dataFolder, { recursive: true })
    await access(dataFolder, constants.W_OK)
    const { bavail, bsize } = await statfs(dataFolder)
    const free = bavail * bsize
    const says = `${(free / gigabyte).toFixed(1)} GB are free in ${dataFolder}.`
    if (free < gigabyte / 5) return fault('Folder', says, 'Make room: PostgreSQL stops when the disk is full.')
    return free < gigabyte ? warning('Folder', says, 'Make room soon.') : fine('Folder', says)
  } catch (error) {
    return fault(
      'Folder',
      `${dataFolder} cannot be written: ${String(error)}`,
      'Let this user write there, or set DATA_DIR.',
    )
  }
}

export function checkPage(): Finding {
  if (existsSync(new URL('../../dist/home.html', import.meta.url))) return fine('Page', 'The web app is built.')
  return warning(
    'Page',
    'The web app is not built yet.',
    '`npm start` builds it, where the development packages are installed; else: npm run build',
  )
}

export async function checkPort({ port, host }: Pick<Config, 'port' | 'host'>): Promise<Finding> {
  const code = await tryPort(port, host)
  if (code === undefined) return fine('Port', `${port} is free.`)
  if (code === 'EACCES')
    return fault('Port', `${port} is for root only.`, 'Set PORT to 1024 or more, with a proxy in front.')
  if (code === 'EADDRNOTAVAIL')
    return fault('HOST', `${host} is not an address of this machine.`, 'Correct HOST, or leave it out.')
  if (code !== 'EADDRINUSE') return fault('Port', `${port} cannot be opened: ${code}`, 'Set PORT to another one.')
  const isOurs = await fetch(`http://localhost:${port}/health`, { signal: AbortSignal.timeout(patienceMs) })
    .then(async (response) => ((await response.json()) as { status?: string }).status === 'ok')
    .catch(() => false)
  if (isOurs) return fine('Port', `Parley runs on ${port}.`)
  return warning(
    'Port',
    `Another program has ${port}: Parley would take the next one that is free.`,
    'End that program, or set PORT to another one.',
  )
}

function tryPort(port: number, host: string | undefined): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error) => resolve('code' in error ? String(error.code) : error.message))
    server.listen({ port, host }, () => server.close(() => resolve(undefined)))
  })
}

export async function checkMail({ smtpUrl }: Pick<Config, 'smtpUrl'>): Promise<Finding> {
  if (!smtpUrl) return fine('Mail', 'There is none: nobody can ask for a new password. `npm run password` sets one.')
  const address = new URL(smtpUrl)
  for (const name of ['connectionTimeout', 'greetingTimeout', 'socketTimeout'])
    address.searchParams.set(name, String(patienceMs))
  const transport = createTransport(address.href)
  try {
    await transport.verify()
    return fine('Mail', `${address.host} takes our mail.`)
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error)
    return fault(
      'Mail',
      `${address.host} does not take our mail: ${says}`,
      'Correct SMTP_URL: smtp://user:password@host:587, or smtps:// with 465.',
    )
  } finally {
    transport.close()
  }
}
