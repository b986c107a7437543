import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import * as z from 'zod/mini'
import { id, pageSize, place, searchText } from '../../schemas.ts'
import type { User } from '../auth/sessions.ts'
import type { Context } from '../context.ts'
import { personColumns, personOf } from '../database/people.ts'
import { refusal } from '../errors.ts'
import { operatorProcedure, router } from '../trpc.ts'

const listed = z.strictObject({ text: z.optional(searchText), offset: z.optional(place), limit: z.optional(pageSize) })

export const admin = router({
  /** Everybody with an account, the newest first. */
  users: operatorProcedure.input(listed).query(async ({ ctx, input: { text = '', offset = 0, limit = 50 } }) => {
    const rows = await ctx.db
      .selectFrom('users')
      .select([
        ...personColumns,
        'users.email',
        'users.isAdmin',
        'users.createdAt',
        'users.lastSeenAt',
        'users.disabledAt',
      ])
      .where('deletedAt', 'is', null)
      .where(hasPart(text, sql`username || ' ' || display_name || ' ' || coalesce(email, '')`))
      .orderBy('createdAt', 'desc')
      .orderBy('id')
      .limit(limit + 1)
      .offset(offset)
      .execute()
    const users = rows.slice(0, limit).map((row) => {
      const { email, isAdmin, createdAt, lastSeenAt, disabledAt } = row
      return { ...personOf(row), email, isAdmin, createdAt, lastSeenAt, isDisabled: disabledAt !== null }
    })
    return { users, hasMore: rows.length > limit }
  }),

  /** Ends all sessions and sockets of a user, and lets him in no more. */
  disable: operatorProcedure.input(z.strictObject({ userId: id })).mutation(async ({ ctx, input: { userId } }) => {
    if (userId === ctx.user.id) throw refusal('NOT_ALLOWED', { message: 'You cannot disable yourself.' })
    await change(ctx, userId, { disabledAt: new Date() })
    const ended = await ctx.db.deleteFrom('sessions').where('userId', '=', userId).returning('id').execute()
    ctx.sockets.endSessions(ended.map((session) => session.id))
    await audit(ctx, 'disable', { userId })
  }),

  enable: operatorProcedure.input(z.strictObject({ userId: id })).mutation(async ({ ctx, input: { userId } }) => {
    await change(ctx, userId, { disabledAt: null })
    await audit(ctx, 'enable', { userId })
  }),

  /** Nobody takes it from himself, so one admin always stays. */
  setAdmin: operatorProcedure
    .input(z.strictObject({ userId: id, isAdmin: z.boolean('isAdmin is true or false.') }))
    .mutation(async ({ ctx, input: { userId, isAdmin } }) => {
      if (userId === ctx.user.id) throw refusal('NOT_ALLOWED', { message: 'You cannot change this of yourself.' })
      await change(ctx, userId, { isAdmin })
      await audit(ctx, isAdmin ? 'makeAdmin' : 'takeAdmin', { userId })
    }),

  /** Groups by title, without what is said in them. */
  chats: operatorProcedure.input(listed).query(async ({ ctx, input: { text = '', offset = 0, limit = 50 } }) => {
    const rows = await ctx.db
      .selectFrom('chats')
      .select(['id', 'title', 'memberCount', 'said', 'createdAt', 'lastMessageAt'])
      .where('kind', '=', 'group')
      .where(hasPart(text, sql`title`))
      .orderBy('createdAt', 'desc')
      .orderBy('id')
      .limit(limit + 1)
      .offset(offset)
      .execute()
    return { chats: rows.slice(0, limit), hasMore: rows.length > limit }
  }),

  deleteChat: operatorProcedure.input(z.strictObject({ chatId: id })).mutation(async ({ ctx, input: { chatId } }) => {
    const gone = await ctx.db.deleteFrom('chats').where('id', '=', chatId).returning('title').executeTakeFirst()
    if (!gone) throw refusal('NO_SUCH_CHAT')
    ctx.hub.publishDeleted(chatId)
    await audit(ctx, 'deleteChat', { chatId, title: gone.title })
  }),

  /** What admins did, the latest first. */
  audits: operatorProcedure
    .input(z.strictObject({ offset: z.optional(place), limit: z.optional(pageSize) }))
    .query(async ({ ctx, input: { offset = 0, limit = 50 } }) => {
      const rows = await ctx.db
        .selectFrom('audits')
        .innerJoin('users', 'users.id', 'audits.adminId')
        .leftJoin('users as others', (join) => join.on(sql<boolean>`others.id::text = audits.about ->> 'userId'`))
        .select([
          'audits.id',
          'audits.act',
          'audits.about',
          'audits.at',
          'users.displayName as by',
          'others.displayName as whom',
          sql<boolean>`users.deleted_at is not null`.as('isByDeleted'),
          sql<boolean>`coalesce(others.deleted_at is not null, false)`.as('isWhomDeleted'),
        ])
        .orderBy('audits.at', 'desc')
        .orderBy('audits.id')
        .limit(limit + 1)
        .offset(offset)
        .execute()
      return { audits: rows.slice(0, limit), hasMore: rows.length > limit }
    }),
})

type AsAdmin = Context & { user: User }

async function change({ db }: AsAdmin, userId: string, columns: { disabledAt?: Date | null; isAdmin?: boolean }) {
  const changed = await db
    .updateTable('users')
    .set(columns)
    .where('id', '=', userId)
    .where('deletedAt', 'is', null)
    .$if(columns.isAdmin === true, (query) => query.where('kind', '=', 'person'))
    .returning('id')
    .executeTakeFirst()
  if (!changed) throw refusal('NO_SUCH_USER')
}

async function audit({ db, user }: AsAdmin, act: string, about: Record<string, string | null>) {
  await db
    .insertInto('audits')
    .values({ id: uuid(), adminId: user.id, act, about: JSON.stringify(about) })
    .execute()
}

function hasPart(text: string, of: ReturnType<typeof sql>) {
  return sql<boolean>`position(lower(${text}) in lower(${of})) > 0`
}
