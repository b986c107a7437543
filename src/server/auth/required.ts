import type { Context } from '../context.ts'
import { refusal } from '../errors.ts'
import { verifyPassword } from './passwords.ts'
import type { User } from './sessions.ts'

/** Somebody at an open screen must still prove that he is the user. */
export async function requirePassword(ctx: Context & { user: User }, typed: string, field: string) {
  const row = await ctx.db
    .selectFrom('users')
    .select('passwordHash')
    .where('id', '=', ctx.user.id)
    .executeTakeFirstOrThrow()
  const isRight = await ctx.throttle.login(
    ctx.user.id,
    ctx.address,
    () => Promise.resolve(true),
    () => verifyPassword(row.passwordHash, typed),
  )
  if (!isRight)
    throw refusal('WRONG_PASSWORD', {
      message: 'The password is wrong.',
      fields: { [field]: 'The password is wrong.' },
    })
}
