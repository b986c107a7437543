import { existsSync, readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import path from 'node:path'
import * as z from 'zod/mini'
import { line } from '../schemas.ts'

export type Config = ReturnType<typeof readConfig>

const whole = (name: string, least: number, most: number) =>
  z.coerce
    .number(`${name} must be a number.`)
    .check(
      z.refine(
        (number) => Number.isInteger(number) && number >= least && number <= most,
        `${name} must be a whole number from ${least} to ${most}.`,
      ),
    )

const settings = z.object({
  NODE_ENV: z._default(z.string(), 'production'),
  HOST: z.optional(z.string()),
  PORT: z._default(whole('PORT', 0, 65_535), 3000),
  DATA_DIR: z._default(z.string(), '.data'),
  DATABASE_URL: z.optional(
    z
      .string()
      .check(
        z.regex(/^postgres(ql)?:\/\//, 'DATABASE_URL must begin with postgres:// or postgresql://.'),
        z.refine(URL.canParse, 'DATABASE_URL is not an address. A # / ? @ in its password is written %23 %2F %3F %40.'),
      ),
  ),
  DATABASE_CONNECTIONS: z._default(whole('DATABASE_CONNECTIONS', 2, 500), 20),
  DATABASE_PASSWORD_FILE: z.optional(
    z.string().check(z.refine(existsSync, 'DATABASE_PASSWORD_FILE names a file that is not there.')),
  ),
  BUS_URL: z.optional(
    z.string().check(
      z.regex(
        /^(postgres:$|postgres(ql)?:\/\/|nats:\/\/|tls:\/\/)/,
        'BUS_URL must be postgres: (the same database), or begin with postgres://, nats:// or tls://.',
      ),
      z.refine(
        (typed) => typed.split(',').every((one) => URL.canParse(one.includes(':') ? one : `nats://${one}`)),
        'BUS_URL is not an address. A # / ? @ in its password is written %23 %2F %3F %40.',
      ),
    ),
  ),
  PROCESSES: z._default(whole('PROCESSES', 1, 64), 1),
  PUBLIC_URL: z.optional(z.url({ protocol: /^https?$/, error: 'PUBLIC_URL must be an http:// or https:// address.' })),
  EXTRA_ORIGINS: z._default(
    z
      .string()
      .check(
        z.refine(
          (typed) => listOf(typed).every((origin) => URL.canParse(origin) && new URL(origin).origin === origin),
          'EXTRA_ORIGINS must be origins with commas between them, like https://example.org,https://chat.example.org.',
        ),
      ),
    '',
  ),
  METRICS_TOKEN: z.optional(z.string().check(z.minLength(16, 'METRICS_TOKEN must have 16 characters or more.'))),
  TRUSTED_PROXIES: z._default(whole('TRUSTED_PROXIES', 0, 10), 0),
  REGISTRATION: z._default(z.enum(['open', 'closed'], 'REGISTRATION is open or closed.'), 'open'),
  GUESTS: z._default(z.enum(['on', 'off'], 'GUESTS is on or off.'), 'on'),
  PUSH_TO_PRIVATE_HOSTS: z._default(z.enum(['yes', 'no'], 'PUSH_TO_PRIVATE_HOSTS is yes or no.'), 'no'),
  SMTP_URL: z.optional(z.string().check(z.regex(/^smtps?:\/\//, 'SMTP_URL must begin with smtp:// or smtps://.'))),
  MAIL_FROM: z._default(z.string(), 'Parley <parley@localhost>'),
  LIMIT_FACTOR: z._default(
    z.coerce.number('LIMIT_FACTOR must be a number.').check(z.positive('LIMIT_FACTOR must be above 0.')),
    1,
  ),
  SESSION_IDLE_DAYS: z._default(whole('SESSION_IDLE_DAYS', 1, 365), 30),
  SESSION_MAX_DAYS: z._default(whole('SESSION_MAX_DAYS', 1, 3650), 365),
  APP_NAME: z._default(line('APP_NAME', 40), 'Parley'),
  LOG_LEVEL: z._default(
    z.enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'silent'],
      'LOG_LEVEL is fatal, error, warn, info, debug or silent.',
    ),
    'info',
  ),
})

/** Reads the environment once. Every fault is named in one error. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env) {
  const given = Object.fromEntries(Object.entries(environment).filter(([, setting]) => setting !== ''))
  const read = settings.safeParse(given)
  if (!read.success) {
    throw new Error(`The settings are not right:\n${read.error.issues.map((issue) => `  ${issue.message}`).join('\n')}`)
  }
  const found = read.data
  // A link in a mail must lead to us, and the address of a request is what its sender says it is.
  if (found.SMTP_URL && !found.PUBLIC_URL)
    throw new Error('The settings are not right:\n  SMTP_URL needs PUBLIC_URL, for the links in mails.')
  const isDevelopment = found.NODE_ENV === 'development'
  const processes = isDevelopment ? 1 : found.PROCESSES
  return {
    isDevelopment,
    processes,
    busUrl: found.BUS_URL ?? (processes > 1 ? 'postgres:' : undefined),
    host: found.HOST,
    port: found.PORT,
    dataFolder: path.resolve(found.DATA_DIR),
    databaseConnections: found.DATABASE_CONNECTIONS,
    databaseUrl: found.DATABASE_URL && withPassword(found.DATABASE_URL, found.DATABASE_PASSWORD_FILE),
    publicUrl: found.PUBLIC_URL,
    isSecure: found.PUBLIC_URL?.startsWith('https:') ?? false,
    extraOrigins: new Set(listOf(found.EXTRA_ORIGINS)),
    metricsToken: found.METRICS_TOKEN,
    trustedProxies: found.TRUSTED_PROXIES,
    isRegistrationOpen: found.REGISTRATION === 'open',
    hasGuests: found.GUESTS === 'on',
    isLocalPushAllowed: found.PUSH_TO_PRIVATE_HOSTS === 'yes',
    smtpUrl: found.SMTP_URL,
    mailFrom: found.MAIL_FROM,
    limitFactor: found.LIMIT_FACTOR,
    sessionIdleDays: found.SESSION_IDLE_DAYS,
    sessionMaxDays: found.SESSION_MAX_DAYS,
    appName: found.APP_NAME,
    logLevel: found.LOG_LEVEL,
  }
}

function withPassword(address: string, file: string | undefined): string {
  if (!file) return address
  const url = new URL(address)
  url.password = encodeURIComponent(readFileSync(file, 'utf8').trim())
  return url.href
}

function listOf(typed: string): string[] {
  return typed
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
}

/** Settings in `.env` hold where the environment has none. */
export function loadEnvironmentFile() {
  if (existsSync('.env')) process.loadEnvFile('.env')
}

/** The origins whose pages may call: PUBLIC_URL's, EXTRA_ORIGINS, and this machine's own addresses on the own port. */
export function allowedOrigins(
  { publicUrl, extraOrigins }: Pick<Config, 'publicUrl' | 'extraOrigins'>,
  port: number,
): Set<string> {
  const own = ['localhost', '127.0.0.1', '[::1]', ...ownAddresses()].map(
    (host) => new URL(`http://${host}:${port}`).origin,
  )
  return new Set([...(publicUrl ? [new URL(publicUrl).origin] : []), ...extraOrigins, ...own])
}

export function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? []).filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address),
  )
}
