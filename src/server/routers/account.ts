import { sql } from 'kysely'
import * as z from 'zod/mini'
import { email, language, mailCode, newPassword, password, avatarImage } from '../../schemas.ts'
import { storeAvatar } from '../auth/avatars.ts'
import { hashPassword } from '../auth/passwords.ts'
import { requirePassword } from '../auth/required.ts'
import { refuseTaken } from '../auth/taken.ts'
import { personColumns, personOf } from '../database/people.ts'
import { refusal } from '../errors.ts'
import { publicProcedure, router, userProcedure } from '../trpc.ts'

export const account = router({
  /** A picture as base64, at most 180 kB: it is cropped, made small and written anew. Null takes it away. */
  setAvatar: userProcedure
    .input(z.strictObject({ image: z.nullable(avatarImage) }))
    .mutation(async ({ ctx, input: { image } }) => {
      const avatar = image === null ? null : await storeAvatar(ctx.db, ctx.user.id, Buffer.from(image, 'base64'))
      if (avatar === null) await ctx.db.deleteFrom('avatars').where('userId', '=', ctx.user.id).execute()
      const row = await ctx.db
        .updateTable('users')
        .set({ avatar, updatedAt: sql<Date>`now()` })
        .where('id', '=', ctx.user.id)
        .returning(personColumns)
        .executeTakeFirstOrThrow()
      await ctx.hub.tellOfPerson(personOf(row))
      return { avatar }
    }),

  /** Where the server sends mail, a link confirms the new address. */
  setEmail: userProcedure
    .input(z.strictObject({ email: z.nullable(email), password, language: z._default(language, 'en') }))
    .mutation(async ({ ctx, input }) => {
      await requirePassword(ctx, input.password, 'password')
      await ctx.db
        .updateTable('users')
        .set({ email: input.email, emailVerifiedAt: null, updatedAt: sql<Date>`now()` })
        .where('id', '=', ctx.user.id)
        .execute()
        .catch(refuseTaken)
      await ctx.mail.sendLink('verify', { ...ctx.user, email: input.email }, input.language)
      return { isMailSent: ctx.mail.isOn && input.email !== null }
    }),

  verifyEmail: publicProcedure.input(z.strictObject({ code: mailCode })).mutation(async ({ ctx, input }) => {
    const { userId, email: address } = await ctx.mail.redeem('verify', input.code)
    await ctx.db
      .updateTable('users')
      .set({ emailVerifiedAt: sql<Date>`now()` })
      .where('id', '=', userId)
      .where('email', '=', address)
      .execute()
  }),

  /** One answer, whether anybody has this address or not. */
  forgotPassword: publicProcedure
    .input(z.strictObject({ email, language: z._default(language, 'en') }))
    .mutation(async ({ ctx, input }) => {
      if (!ctx.mail.isOn) throw refusal('NO_MAIL')
      await ctx.throttle.mail(ctx.address, input.email.toLowerCase())
      const user = await ctx.db
        .selectFrom('users')
        .select(['id', 'displayName', 'email'])
        .where(sql`lower(email)`, '=', input.email.toLowerCase())
        .where('emailVerifiedAt', 'is not', null)
        .where('disabledAt', 'is', null)
        .executeTakeFirst()
      // Not awaited: the time must not tell whether there is somebody.
      if (user)
        void ctx.mail
          .sendLink('reset', user, input.language)
          .catch((error: unknown) => ctx.log.warn({ error: String(error) }, 'A link could not be sent'))
    }),

  /** Ends every session: whoever knew the old password is out. */
  resetPassword: publicProcedure
    .input(z.strictObject({ code: mailCode, newPassword }))
    .mutation(async ({ ctx, input }) => {
      const { userId, email: address } = await ctx.mail.redeem('reset', input.code)
      const passwordHash = await hashPassword(input.newPassword)
      const changed = await ctx.db
        .updateTable('users')
        .set({ passwordHash, updatedAt: sql<Date>`now()` })
        .where('id', '=', userId)
        .where('email', '=', address)
        .where('deletedAt', 'is', null)
        .returning('id')
        .executeTakeFirst()
      if (!changed) throw refusal('CODE_EXPIRED')
      const ended = await ctx.db.deleteFrom('sessions').where('userId', '=', userId).returning('id').execute()
      ctx.sockets.endSessions(ended.map(({ id }) => id))
    }),

  /** What this server offers: for the sign-in page. */
  offers: publicProcedure.input(z.optional(z.strictObject({}))).query(({ ctx }) => ({
    isRegistrationOpen: ctx.config.isRegistrationOpen,
    hasGuests: ctx.config.hasGuests,
    hasMail: ctx.mail.isOn,
    name: ctx.config.appName,
  })),
})
