import * as z from 'zod/mini'
import { id, messageText } from '../../schemas.ts'
import { findPerson, personOf } from '../database/people.ts'
import { refusal } from '../errors.ts'
import { router, userProcedure } from '../trpc.ts'

export const whispers = router({
  /** Both must be online. Asked twice, it is the same whisper. */
  start: userProcedure.input(z.strictObject({ userId: id })).mutation(async ({ ctx, input }) => {
    const peer = await findPerson(ctx.db, input.userId)
    if (!peer || (await hidesPresence(ctx.db, input.userId)))
      throw refusal(input.userId === ctx.user.id ? 'SELF_CHAT_BLOCKED' : 'PEER_OFFLINE')
    return { whisperId: await ctx.whispers.start(personOf(ctx.user), peer) }
  }),

  say: userProcedure
    .input(z.strictObject({ whisperId: id, text: messageText }))
    .mutation(({ ctx, input }) => ctx.whispers.say(input.whisperId, personOf(ctx.user), input.text)),

  end: userProcedure
    .input(z.strictObject({ whisperId: id }))
    .mutation(({ ctx, input }) => ctx.whispers.end(input.whisperId, ctx.user.id)),

  /** Those that go on now. What was said in them is known to those who heard it only. */
  list: userProcedure
    .input(z.optional(z.strictObject({})))
    .query(({ ctx }) => ({ whispers: ctx.whispers.of(ctx.user.id) })),
})

async function hidesPresence(db: Parameters<typeof findPerson>[0], userId: string): Promise<boolean> {
  const row = await db.selectFrom('users').select('hidesPresence').where('id', '=', userId).executeTakeFirst()
  return row?.hidesPresence ?? false
}
