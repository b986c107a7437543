import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { createTransport } from 'nodemailer'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Database } from '../database/database.ts'
import type { Language } from '../../schemas.ts'
import { refusal } from '../errors.ts'
import { wordsIn } from '../words/words.ts'

export type Mail = ReturnType<typeof createMail>
type Purpose = 'verify' | 'reset'

const hours: Record<Purpose, number> = { verify: 48, reset: 1 }

/** Mails with one-time links, when SMTP_URL is set. */
export function createMail(
  db: Database,
  config: Pick<Config, 'smtpUrl' | 'mailFrom' | 'publicUrl' | 'appName'>,
  log: Pick<Logger, 'warn'>,
) {
  const transport = config.smtpUrl ? createTransport(config.smtpUrl) : undefined

  return {
    isOn: transport !== undefined,

    async sendLink(
      purpose: Purpose,
      { id: userId, email, displayName }: { id: string; email?: string | null; displayName: string },
      language: Language,
    ) {
      if (!transport || !email) return
      const code = randomBytes(24).toString('base64url')
      await db.deleteFrom('mailCodes').where('userId', '=', userId).where('purpose', '=', purpose).execute()
      await db
        .insertInto('mailCodes')
        .values({
          codeHash: hash(code),
          userId,
          purpose,
          email,
          expiresAt: sql<Date>`now() + make_interval(hours => ${hours[purpose]})`,
        })
        .execute()
      const link = `${new URL(config.publicUrl ?? 'http://localhost').origin}/${purpose}#${code}`
      const { subject, text } = letters[purpose](wordsIn(language), { name: displayName, link, app: config.appName })
      await transport
        .sendMail({ from: config.mailFrom, to: email, subject, text, headers: { 'Content-Language': language } })
        .catch((error: unknown) => log.warn({ error: String(error) }, 'A mail could not be sent'))
    },

    /** Each code works once, for its purpose, until its time. */
    async redeem(purpose: Purpose, code: string): Promise<{ userId: string; email: string }> {
      const found = await db
        .deleteFrom('mailCodes')
        .where('codeHash', '=', hash(code))
        .where('purpose', '=', purpose)
        .where('expiresAt', '>', sql<Date>`now()`)
        .returning(['userId', 'email'])
        .executeTakeFirst()
      if (!found) throw refusal('CODE_EXPIRED')
      return found
    },

    stop: () => transport?.close(),
  }
}

type Letter = { subject: string; text: string }
type Values = { name: string; link: string; app: string }

/** The link stands on a line of its own, so that it is whole in either direction. */
const letters: Record<Purpose, (i18n: ReturnType<typeof wordsIn>, values: Values) => Letter> = {
  verify: (i18n, { name, link, app }) => ({
    subject: i18n._('Confirm your e-mail address for {app}', { app }),
    text: letterOf([
      i18n._('Hello {name},', { name }),
      i18n._('open this link to confirm that this address is yours:'),
      link,
      i18n._('It works once, for two days. If you did not ask for it, do nothing.'),
    ]),
  }),
  reset: (i18n, { name, link, app }) => ({
    subject: i18n._('Choose a new password for {app}', { app }),
    text: letterOf([
      i18n._('Hello {name},', { name }),
      i18n._('open this link to choose a new password:'),
      link,
      i18n._('It works once, for one hour. If you did not ask for it, do nothing: your password stays.'),
    ]),
  }),
}

function letterOf(paragraphs: string[]): string {
  return `${paragraphs.join('\n\n')}\n`
}

function hash(code: string): Buffer {
  return createHash('sha256').update(code).digest()
}
