import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { createTransport } from 'nodemailer'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Database } from '../database/database.ts'
import { refusal } from '../errors.ts'

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
      { userId, email, displayName }: { userId: string; email: string; displayName: string },
    ) {
      if (!transport) return
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
      const { subject, text } = letters[purpose](displayName, link, config.appName)
      await transport
        .sendMail({ from: config.mailFrom, to: email, subject, text })
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

const letters: Record<Purpose, (name: string, link: string, app: string) => { subject: string; text: string }> = {
  verify: (name, link, app) => ({
    subject: `Confirm your e-mail address for ${app}`,
    text: `Hello ${name},\n\nopen this link to confirm that this address is yours:\n\n${link}\n\nIt works once, for two days. If you did not ask for it, do nothing.\n`,
  }),
  reset: (name, link, app) => ({
    subject: `Choose a new password for ${app}`,
    text: `Hello ${name},\n\nopen this link to choose a new password:\n\n${link}\n\nIt works once, for one hour. If you did not ask for it, do nothing: your password stays.\n`,
  }),
}

function hash(code: string): Buffer {
  return createHash('sha256').update(code).digest()
}
