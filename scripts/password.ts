import { randomBytes } from 'node:crypto'
import { cac } from 'cac'
import { sql } from 'kysely'
import * as z from 'zod/mini'
import { newPassword } from '../src/schemas.ts'
import { hashPassword } from '../src/server/auth/passwords.ts'
import type { Database } from '../src/server/database/database.ts'
import { readOptions, runCommand, text } from './command.ts'
import { withDatabase } from './database.ts'

const cli = cac('npm run password --')
cli
  .command('<username>', 'Give a user a new password, and end the sessions that the old one began')
  .option('--password <password>', 'This one, which your shell may remember; without it one is made up', {
    type: [String],
  })
  .action(async (username: string, typed: unknown) => {
    const options = readOptions(z.object({ password: z.optional(z.pipe(text, newPassword)) }), typed)
    const password = options.password ?? randomBytes(12).toString('base64url')
    const { name, ended } = await withDatabase((db) => setPassword(db, username, password))
    console.log(`${name} signs in with the password ${password}\nSessions ended: ${ended}`)
  })
await runCommand(cli)

async function setPassword(db: Database, username: string, password: string) {
  const passwordHash = await hashPassword(password)
  // A guest who is given a password is a person from then on.
  const kind = sql<'person' | 'bot'>`case kind when 'guest' then 'person' else kind end`
  const user = await db
    .updateTable('users')
    .set({ passwordHash, kind, updatedAt: sql<Date>`now()` })
    .where(sql`lower(username)`, '=', username.toLowerCase())
    .where('deletedAt', 'is', null)
    .returning(['id', 'username'])
    .executeTakeFirst()
  if (!user) throw new Error(`There is no user ${username}`)
  const ended = await db.deleteFrom('sessions').where('userId', '=', user.id).executeTakeFirst()
  return { name: user.username, ended: Number(ended.numDeletedRows) }
}
