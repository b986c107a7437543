import * as z from 'zod/mini'
import { language, storable } from '../../schemas.ts'
import { refusal } from '../errors.ts'
import { router, userProcedure } from '../trpc.ts'
import { wordsIn } from '../words/words.ts'

const endpoint = z
  .url({ protocol: /^https?$/, error: 'The endpoint must be an address.' })
  .check(z.maxLength(1000, 'The endpoint is too long.'), storable('The endpoint'))
const key = z.string('A key must be text.').check(z.regex(/^[\w-]{16,200}=*$/, 'That is not a key.'))

export const push = router({
  /** With this key a browser asks its maker's service for an endpoint. */
  key: userProcedure.input(z.optional(z.strictObject({}))).query(({ ctx }) => ({ publicKey: ctx.push.publicKey })),

  /** This browser wants to be told with the page closed. It ends with the session. */
  subscribe: userProcedure
    .input(z.strictObject({ endpoint, p256dh: key, auth: key, language: z._default(language, 'en') }))
    .mutation(async ({ ctx, input }) => {
      const { endpoint: address, ...asked } = input
      if (!isOutside(address) && !ctx.config.isLocalPushAllowed)
        throw refusal('INVALID_INPUT', { fields: { endpoint: 'The endpoint is not one of a browser’s push service.' } })
      const row = { ...asked, userId: ctx.user.id, sessionId: ctx.session.id }
      await ctx.db
        .insertInto('pushTargets')
        .values({ endpoint: address, ...row })
        .onConflict((conflict) => conflict.column('endpoint').doUpdateSet(row))
        .execute()
      ctx.push.forgetWhetherWanted()
    }),

  /** The browser speaks another language from now on. */
  setLanguage: userProcedure.input(z.strictObject({ endpoint, language })).mutation(async ({ ctx, input }) => {
    await ctx.db
      .updateTable('pushTargets')
      .set({ language: input.language })
      .where('endpoint', '=', input.endpoint)
      .where('userId', '=', ctx.user.id)
      .execute()
  }),

  unsubscribe: userProcedure.input(z.strictObject({ endpoint })).mutation(async ({ ctx, input }) => {
    await ctx.db
      .deleteFrom('pushTargets')
      .where('endpoint', '=', input.endpoint)
      .where('userId', '=', ctx.user.id)
      .execute()
  }),

  /** Sends a note to this browser, to see whether it comes. */
  test: userProcedure.input(z.optional(z.strictObject({}))).mutation(async ({ ctx }) => {
    const targets = await ctx.db.selectFrom('pushTargets').selectAll().where('sessionId', '=', ctx.session.id).execute()
    const note = { title: ctx.config.appName, chatId: null, tag: 'test' }
    const sent = await Promise.all(
      targets.map((target) => {
        const i18n = wordsIn(target.language)
        return ctx.push.send(target, { ...note, body: i18n._('Notifications work in this browser.') })
      }),
    )
    return { sent: sent.filter(Boolean).length }
  }),
})

/** The server must not be talked into calling machines of its own network. */
function isOutside(address: string): boolean {
  const { hostname, protocol } = new URL(address)
  const isNumber = /^[\d.]+$/.test(hostname) || hostname.startsWith('[')
  return (
    protocol === 'https:' && !isNumber && hostname.includes('.') && !/\.(local|internal|localhost|test)$/.test(hostname)
  )
}
