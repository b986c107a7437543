import { sql } from 'kysely'
import * as z from 'zod/mini'
import { emoji, id, messageText, pageSize, place } from '../../schemas.ts'
import type { Signed } from '../auth/sessions.ts'
import { repeatableChange } from '../database/changes.ts'
import { changesAfter, messageOf, readPage, selectMessages } from '../database/messages.ts'
import { personOf } from '../database/people.ts'
import { hasReason, refusal } from '../errors.ts'
import { changeProcedure, inChat, memberProcedure, router } from '../trpc.ts'

/** A client that missed more than this loads the chat afresh. */
const mostChanges = 500

type Signer = Pick<Signed, 'user' | 'session'>

export const messages = router({
  /** The browser makes the id (UUIDv7). The same id again stores nothing and gives the same answer. */
  send: changeProcedure
    .input(inChat({ id, text: messageText, replyTo: z.optional(id) }))
    .mutation(async ({ ctx, input: { chatId, id, text, replyTo = null } }) => {
      const send = ({ user, session }: Signer, stamp: string | null) =>
        ctx.sends({ chatId, id, text, replyTo, sender: personOf(user), by: { sessionId: session.id, stamp } })
      const { number, version, createdAt } = await send(ctx, ctx.user.stamp).catch(async (error: unknown) => {
        // His session may have been remembered, and he have changed his name since.
        const signed = hasReason(error, 'NOT_SIGNED_IN') ? await ctx.signAgain?.() : null
        if (!signed) throw error
        return send(signed, null)
      })
      return { id, number, version, createdAt }
    }),

  /** A page before or after a number, or around it; without any, the newest. In the order of the numbers. */
  list: memberProcedure
    .input(
      inChat({
        before: z.optional(place),
        after: z.optional(place),
        around: z.optional(place),
        limit: z.optional(pageSize),
      }).check(
        z.refine(
          ({ before, after, around }) => [before, after, around].filter((given) => given !== undefined).length <= 1,
          'Give one of before, after and around.',
        ),
      ),
    )
    .query(({ ctx, input: { chatId, limit = 50, ...where } }) => readPage(ctx.db, chatId, where, limit)),

  /** One message as it now stands, or null: what somebody answers to may be far up. */
  get: memberProcedure.input(inChat({ id })).query(async ({ ctx, input: { chatId, id } }) => {
    const asked = selectMessages(ctx.db).where('messages.chatId', '=', chatId).where('messages.id', '=', id)
    const row = await asked.executeTakeFirst()
    return row ? messageOf(row) : null
  }),

  /** What changed after a version, in order of version; or `reload` when that is too much. */
  changes: memberProcedure.input(inChat({ after: place })).query(async ({ ctx, input: { chatId, after } }) => {
    const changes = await changesAfter(ctx.db, chatId, after, mostChanges)
    if (!changes) throw refusal('NOT_A_MEMBER')
    const { messages, version, isWhole } = changes
    if (!isWhole || after > version) return { reload: true as const }
    return { reload: false as const, messages, version }
  }),

  edit: changeProcedure
    .input(inChat({ id, text: messageText }))
    .mutation(async ({ ctx, input: { chatId, text, ...input } }) => {
      const { number } = await repeatableChange(
        ctx.db,
        sql<{ number: number }>`edit_message(${chatId}, ${ctx.user.id}, ${input.id}, ${text}) as number`,
      )
      await ctx.hub.publishNumber(chatId, number)
    }),

  /** By its author, or by an admin of the group. It keeps its place, without its words. */
  remove: changeProcedure.input(inChat({ id })).mutation(async ({ ctx, input: { chatId, ...input } }) => {
    const { number } = await repeatableChange(
      ctx.db,
      sql<{ number: number }>`remove_message(${chatId}, ${ctx.user.id}, ${input.id}) as number`,
    )
    await ctx.hub.publishNumber(chatId, number)
  }),

  react: changeProcedure
    .input(inChat({ id, emoji, on: z.boolean('On is true or false.') }))
    .mutation(async ({ ctx, input: { chatId, emoji, on, ...input } }) => {
      const { number } = await repeatableChange(
        ctx.db,
        sql<{ number: number }>`react_to_message(${chatId}, ${ctx.user.id}, ${input.id}, ${emoji}, ${on}) as number`,
      )
      await ctx.hub.publishNumber(chatId, number)
    }),
})
