import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import * as z from 'zod/mini'
import {
  displayName,
  email,
  id,
  language,
  newPassword,
  password,
  signInAs,
  signInName,
  username,
} from '../../schemas.ts'
import { hasAdmin, hasOthers } from '../auth/admins.ts'
import { withParts } from '../auth/devices.ts'
import { guestName } from '../auth/guest-names.ts'
import { hashPassword, verifyPassword } from '../auth/passwords.ts'
import { requirePassword } from '../auth/required.ts'
import { readUser } from '../auth/sessions.ts'
import { endSessions, hasSessionFrom, self, signIn } from '../auth/signing.ts'
import { refuseTaken } from '../auth/taken.ts'
import { refusal } from '../errors.ts'
import { publicProcedure, router, userProcedure } from '../trpc.ts'

export const auth = router({
  /** Null for somebody who is not signed in. */
  me: publicProcedure
    .input(nothing())
    .query(({ ctx }) => ctx.signed && { user: self(ctx.signed.user), session: ctx.signed.session }),

  /** The first account of a server is its admin. */
  register: publicProcedure
    .input(
      z.strictObject({
        username,
        password: newPassword,
        displayName: z.optional(displayName),
        email: z.optional(email),
        language: z._default(language, 'en'),
        as: signInAs,
      }),
    )
    .mutation(async ({ ctx, input }) => {
      if (!ctx.config.isRegistrationOpen && (await hasAdmin(ctx.db))) throw refusal('REGISTRATION_CLOSED')
      await ctx.throttle.newcomer(ctx.address)
      const row = {
        id: uuid(),
        username: input.username,
        displayName: input.displayName ?? input.username,
        email: input.email,
        passwordHash: await hashPassword(input.password),
      }
      await ctx.db
        .transaction()
        .execute(async (tx) => {
          if (await hasAdmin(tx)) return tx.insertInto('users').values(row).execute()
          await sql`select pg_advisory_xact_lock(hashtext('first admin'))`.execute(tx)
          return tx
            .insertInto('users')
            .values({ ...row, isAdmin: !(await hasAdmin(tx)) })
            .execute()
        })
        .catch(refuseTaken)
      await ctx.mail.sendLink('verify', row, input.language)
      return signIn(ctx, row.id, input.as)
    }),

  /** One answer and one time for an unknown name and a wrong password. */
  login: publicProcedure
    .input(z.strictObject({ username: signInName, password, as: signInAs }))
    .mutation(async ({ ctx, input }) => {
      const name = input.username.trim().toLowerCase()
      const row = await ctx.db
        .selectFrom('users')
        .select(['id', 'passwordHash'])
        .where((or) => or.or([or(sql`lower(username)`, '=', name), or(sql`lower(email)`, '=', name)]))
        .where('disabledAt', 'is', null)
        .where('deletedAt', 'is', null)
        .executeTakeFirst()
      const isKnownAddress = async () => row !== undefined && (await hasSessionFrom(ctx, row.id))
      const isRight = await ctx.throttle.login(row?.id ?? name, ctx.address, isKnownAddress, () =>
        verifyPassword(row?.passwordHash, input.password),
      )
      if (!row || !isRight) throw refusal('WRONG_PASSWORD')
      return signIn(ctx, row.id, input.as)
    }),

  guest: publicProcedure
    .input(
      z.optional(
        z.strictObject({ displayName: z.optional(displayName), language: z._default(language, 'en'), as: signInAs }),
      ),
    )
    .mutation(async ({ ctx, input }) => {
      if (!ctx.config.hasGuests) throw refusal('GUESTS_OFF')
      await ctx.throttle.newcomer(ctx.address)
      const name = guestName(input?.language ?? 'en')
      const row = {
        id: uuid(),
        username: name.username,
        displayName: input?.displayName ?? name.displayName,
        kind: 'guest' as const,
      }
      await ctx.db.insertInto('users').values(row).execute()
      return signIn(ctx, row.id, input?.as)
    }),

  /** A guest becomes a person in place: same id, same chats, same session. */
  upgrade: userProcedure
    .input(
      z.strictObject({
        username,
        password: newPassword,
        email: z.optional(email),
        language: z._default(language, 'en'),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      if (ctx.user.kind !== 'guest') throw refusal('NOT_A_GUEST')
      const passwordHash = await hashPassword(input.password)
      const changed = await ctx.db
        .updateTable('users')
        .set({
          username: input.username,
          email: input.email,
          passwordHash,
          kind: 'person',
          updatedAt: sql<Date>`now()`,
        })
        .where('id', '=', ctx.user.id)
        .where('kind', '=', 'guest')
        .returning('id')
        .executeTakeFirst()
        .catch(refuseTaken)
      if (!changed) throw refusal('NOT_A_GUEST')
      const user = await readUser(ctx.db, ctx.user.id)
      await ctx.mail.sendLink('verify', user, input.language)
      return { user: self(user) }
    }),

  logout: userProcedure.input(nothing()).mutation(async ({ ctx }) => {
    await endSessions(ctx, { only: ctx.session.id })
    ctx.setCookie(ctx.sessions.blankCookie())
    return { ended: 1 }
  }),

  /** Ends every session of the user, or every other one. */
  logoutEverywhere: userProcedure
    .input(z.optional(z.strictObject({ keepThis: z.optional(z.boolean()) })))
    .mutation(async ({ ctx, input }) => {
      const ended = await endSessions(ctx, input?.keepThis ? { except: ctx.session.id } : {})
      if (!input?.keepThis) ctx.setCookie(ctx.sessions.blankCookie())
      return { ended }
    }),

  /** The latest used first. */
  sessions: userProcedure.input(nothing()).query(async ({ ctx }) => {
    const rows = await ctx.db
      .selectFrom('sessions')
      .select(['id', 'device', 'browser', 'system', 'address', 'createdAt', 'lastUsedAt'])
      .where('userId', '=', ctx.user.id)
      .where('expiresAt', '>', sql<Date>`now()`)
      .where('endsAt', '>', sql<Date>`now()`)
      .orderBy('lastUsedAt', 'desc')
      .execute()
    return rows.map((row) => ({ ...withParts(row), isCurrent: row.id === ctx.session.id }))
  }),

  endSession: userProcedure.input(z.strictObject({ id })).mutation(async ({ ctx, input }) => {
    const ended = await endSessions(ctx, { only: input.id })
    if (ended === 0) throw refusal('NO_SUCH_SESSION')
    return { ended }
  }),

  /** Memberships and sessions go. Messages stay under "Deleted user", or lose their words by choice. A guest has no password to give. */
  deleteAccount: userProcedure
    .input(
      z.strictObject({
        password: z.optional(password),
        erasesWords: z.optional(z.boolean('erasesWords is true or false.')),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      if (ctx.user.kind !== 'guest') await requirePassword(ctx, input.password ?? '', 'password')
      if (ctx.user.isAdmin && !(await hasAdmin(ctx.db, ctx.user.id)) && (await hasOthers(ctx)))
        throw refusal('LAST_ADMIN')
      const sessions = await ctx.db.selectFrom('sessions').select('id').where('userId', '=', ctx.user.id).execute()
      const { rows } = await sql<{ chatId: string; number: number | null; isGone: boolean }>`
        select * from delete_user(${ctx.user.id}, ${input.erasesWords ?? false})`.execute(ctx.db)
      ctx.setCookie(ctx.sessions.blankCookie())
      ctx.sockets.endSessions(sessions.map((session) => session.id))
      for (const { chatId, number, isGone } of rows) {
        if (isGone) ctx.hub.publishDeleted(chatId)
        await ctx.hub.publishNumber(chatId, number)
      }
    }),

  /** Ends all other sessions, and their sockets. */
  changePassword: userProcedure
    .input(z.strictObject({ oldPassword: password, newPassword }))
    .mutation(async ({ ctx, input }) => {
      await requirePassword(ctx, input.oldPassword, 'oldPassword')
      const passwordHash = await hashPassword(input.newPassword)
      await ctx.db
        .updateTable('users')
        .set({ passwordHash, updatedAt: sql<Date>`now()` })
        .where('id', '=', ctx.user.id)
        .execute()
      return { ended: await endSessions(ctx, { except: ctx.session.id }) }
    }),
})

function nothing() {
  return z.optional(z.strictObject({}))
}
