import type { Context } from '../context.ts'
import { refusal } from '../errors.ts'
import type { readUser, User } from './sessions.ts'

/** Starts a session, and answers with what the device keeps of it: a cookie, or a token. */
export async function signIn(ctx: Context, userId: string, as: 'cookie' | 'token' | undefined) {
  // A session that this request came with ends here, so that nobody can plant one.
  if (ctx.signed && as !== 'token') {
    await ctx.db.deleteFrom('sessions').where('id', '=', ctx.signed.session.id).execute()
    ctx.sockets.endSessions([ctx.signed.session.id])
  }
  const { secret, cookie } = await ctx.sessions.start(userId, { device: ctx.device, address: ctx.address })
  const signed = await ctx.sessions.validate(secret)
  if (!signed) throw refusal('NOT_SIGNED_IN')
  if (as === 'token') return { user: self(signed.user), token: secret }
  ctx.setCookie(cookie)
  return { user: self(signed.user) }
}

/** A user as he sees himself. */
export function self(user: Awaited<ReturnType<typeof readUser>>) {
  const { id, username, displayName, kind, avatar, isDeleted, email, isAdmin, createdAt } = user
  const { isEmailVerified, hidesPresence, hidesReceipts } = user
  return {
    id,
    username,
    displayName,
    kind,
    avatar,
    isDeleted,
    email,
    isEmailVerified,
    isAdmin,
    createdAt,
    hidesPresence,
    hidesReceipts,
  }
}

/** Ends these sessions of the user, or all but one of them, and their sockets. Gives how many there were. */
export async function endSessions(
  { db, user, sockets }: Context & { user: User },
  { only, except }: { only?: string; except?: string },
): Promise<number> {
  const rows = await db
    .deleteFrom('sessions')
    .where('userId', '=', user.id)
    .$if(only !== undefined, (query) => query.where('id', '=', only ?? ''))
    .$if(except !== undefined, (query) => query.where('id', '<>', except ?? ''))
    .returning('id')
    .execute()
  sockets.endSessions(rows.map(({ id }) => id))
  return rows.length
}

/** He was signed in from this address before, and still is. */
export async function hasSessionFrom({ db, address }: Context, userId: string): Promise<boolean> {
  const row = await db
    .selectFrom('sessions')
    .select('id')
    .where('userId', '=', userId)
    .where('address', '=', address)
    .executeTakeFirst()
  return row !== undefined
}
