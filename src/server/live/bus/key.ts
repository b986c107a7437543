import { createHmac, randomBytes } from 'node:crypto'
import type { Database } from '../../database/database.ts'

/** What the processes of one installation sign with. The first start makes it, and it stays in the database. */
export async function busKeyOf(db: Database): Promise<Buffer> {
  const made = { key: randomBytes(32).toString('base64url') }
  await db
    .insertInto('settings')
    .values({ name: 'busKey', content: JSON.stringify(made) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const { content } = await db
    .selectFrom('settings')
    .select('content')
    .where('name', '=', 'busKey')
    .executeTakeFirstOrThrow()
  return Buffer.from(content['key'] ?? '', 'base64url')
}

/** Installations may share a broker; the name of one tells nothing of its key. */
export function prefixOf(key: Buffer): string {
  return `parley.${createHmac('sha256', key).update('prefix').digest('hex').slice(0, 10)}.`
}
