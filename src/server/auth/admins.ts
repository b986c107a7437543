import type { Context } from '../context.ts'
import type { Database } from '../database/database.ts'
import type { User } from './sessions.ts'

/** Somebody can run this server, apart from `besides`. */
export async function hasAdmin(db: Database, besides?: string): Promise<boolean> {
  const row = await db
    .selectFrom('users')
    .select('id')
    .where('isAdmin', '=', true)
    .$if(besides !== undefined, (query) => query.where('id', '<>', besides ?? ''))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** There are people beside this one. */
export async function hasOthers({ db, user }: Context & { user: User }): Promise<boolean> {
  const row = await db
    .selectFrom('users')
    .select('id')
    .where('kind', '=', 'person')
    .where('id', '<>', user.id)
    .where('deletedAt', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
