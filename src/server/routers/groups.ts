import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import * as z from 'zod/mini'
import { groupRole, groupTitle, id, ids } from '../../schemas.ts'
import { change, repeatableChange } from '../database/changes.ts'
import { refusal } from '../errors.ts'
import { adminProcedure, changeProcedure, inChat, router, userProcedure } from '../trpc.ts'

export const groups = router({
  /** The browser may name the group with `id`: the same id again is the same group. */
  create: userProcedure
    .input(z.strictObject({ id: z.optional(id), title: groupTitle, userIds: ids }))
    .mutation(async ({ ctx, input: { id: chatId = uuid(), title, userIds } }) => {
      const { number } = await repeatableChange(
        ctx.db,
        sql<{ number: number }>`create_group(${chatId}, ${ctx.user.id}, ${title}, ${userIds}::uuid[]) as number`,
      )
      await ctx.hub.publishNumber(chatId, number)
      return { chatId }
    }),

  rename: changeProcedure.input(inChat({ title: groupTitle })).mutation(async ({ ctx, input: { chatId, title } }) => {
    const { number } = await change(
      ctx.db,
      sql<{ number: number }>`rename_group(${chatId}, ${ctx.user.id}, ${title}) as number`,
    )
    await ctx.hub.publishNumber(chatId, number)
  }),

  /** Who was not a member yet. Unknown ids are named in the error. */
  add: changeProcedure.input(inChat({ userIds: ids })).mutation(async ({ ctx, input: { chatId, userIds } }) => {
    const { number, added } = await change(
      ctx.db,
      sql<{ number: number | null; added: string[] }>`add_members(${chatId}, ${ctx.user.id}, ${userIds}::uuid[])`,
    )
    await ctx.hub.publishNumber(chatId, number)
    return { added: added.length, userIds: added }
  }),

  remove: changeProcedure.input(inChat({ userId: id })).mutation(async ({ ctx, input: { chatId, userId } }) => {
    const { number } = await change(
      ctx.db,
      sql<{ number: number | null }>`remove_member(${chatId}, ${ctx.user.id}, ${userId}) as number`,
    )
    await ctx.hub.publishNumber(chatId, number)
  }),

  setRole: changeProcedure
    .input(inChat({ userId: id, role: groupRole }))
    .mutation(async ({ ctx, input: { chatId, userId, role } }) => {
      const { number } = await change(
        ctx.db,
        sql<{ number: number | null }>`set_role(${chatId}, ${ctx.user.id}, ${userId}, ${role}) as number`,
      )
      await ctx.hub.publishNumber(chatId, number)
    }),

  /** An owner who leaves hands over to the eldest admin, else member. */
  leave: changeProcedure.input(inChat({})).mutation(async ({ ctx, input: { chatId } }) => {
    const { number } = await change(
      ctx.db,
      sql<{ number: number | null }>`leave_group(${chatId}, ${ctx.user.id}) as number`,
    )
    if (number === null) ctx.hub.publishDeleted(chatId)
    await ctx.hub.publishNumber(chatId, number)
  }),

  /** The group, its messages and its memberships. */
  delete: adminProcedure.input(inChat({})).mutation(async ({ ctx, input: { chatId } }) => {
    const gone = await ctx.db
      .deleteFrom('chats')
      .where('id', '=', chatId)
      .where('kind', '=', 'group')
      .returning('id')
      .executeTakeFirst()
    if (!gone) throw refusal('NOT_A_GROUP')
    ctx.hub.publishDeleted(chatId)
  }),
})
