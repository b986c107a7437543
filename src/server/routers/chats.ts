import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import * as z from 'zod/mini'
import { id, moment, notifyLevel, place } from '../../schemas.ts'
import type { User } from '../auth/sessions.ts'
import type { Context } from '../context.ts'
import { repeatableChange } from '../database/changes.ts'
import { readChats, readMembers } from '../database/chats.ts'
import type { Database } from '../database/database.ts'
import { personColumns, personOf } from '../database/people.ts'
import { refusal } from '../errors.ts'
import { inChat, memberProcedure, router, userProcedure } from '../trpc.ts'

export const chats = router({
  /** All chats of the user, the newest first. */
  list: userProcedure.input(z.optional(z.strictObject({}))).query(({ ctx }) => readChats(ctx.db, ctx.user.id)),

  /** One chat, with its members. */
  get: memberProcedure.input(inChat({})).query(async ({ ctx, input: { chatId } }) => {
    const [[chat], members] = await Promise.all([
      readChats(ctx.db, ctx.user.id, [chatId]),
      readMembers(ctx.db, chatId, ctx.user.id),
    ])
    if (!chat) throw refusal('NOT_A_MEMBER')
    return { ...chat, members }
  }),

  /** One chat per pair, whoever asks, however often. */
  openDirect: userProcedure.input(z.strictObject({ userId: id })).mutation(async ({ ctx, input: { userId } }) => {
    const opened = await repeatableChange(
      ctx.db,
      sql<{ chatId: string; isNew: boolean }>`open_direct(${uuid()}, ${ctx.user.id}, ${userId})`,
    )
    if (opened.isNew) ctx.hub.publishOpened(opened.chatId, [ctx.user.id, userId])
    return { chatId: opened.chatId }
  }),

  /** Who looks at it now. */
  here: memberProcedure.input(inChat({})).query(async ({ ctx, input: { chatId } }) => {
    const rows = await ctx.db
      .selectFrom('users')
      .select(personColumns)
      .where('hidesPresence', '=', false)
      .where('id', 'in', (query) =>
        query
          .selectFrom('presences')
          .select('userId')
          .where('lookingAt', '=', chatId)
          .where('expiresAt', '>', sql<Date>`now()`),
      )
      .orderBy('id')
      .execute()
    return { users: rows.map(personOf) }
  }),

  /** The user has read the chat up to this number. The mark only goes forward. */
  read: memberProcedure.input(inChat({ number: place })).mutation(async ({ ctx, input: { chatId, number } }) => {
    const moved = await mark(ctx, chatId, number, false)
    return { readNumber: moved?.number ?? ctx.member.readNumber }
  }),

  /** Marks what others said from this number on as unread. */
  unread: memberProcedure.input(inChat({ number: place })).mutation(async ({ ctx, input: { chatId, number } }) => {
    const moved = await mark(ctx, chatId, Math.max(0, number - 1), true)
    return { readNumber: moved?.number ?? ctx.member.readNumber }
  }),

  /** What the user is told of the chat: everything, what names him, or nothing; and silence until a time. */
  notify: memberProcedure
    .input(inChat({ notify: z.optional(notifyLevel), mutedUntil: z.optional(z.nullable(moment)) }))
    .mutation(async ({ ctx, input: { chatId, notify, mutedUntil } }) => {
      if (notify === undefined && mutedUntil === undefined) return
      await ctx.db
        .updateTable('members')
        .set({ notify, mutedUntil, markedAt: sql<Date>`clock_timestamp()` })
        .where('chatId', '=', chatId)
        .where('userId', '=', ctx.user.id)
        .execute()
      ctx.hub.tell([ctx.user.id], { type: 'chat', chatId, isGone: false })
    }),
})

/** In larger chats nobody is shown who has read what. */
const mostReceipts = 20

async function mark(ctx: Context & { user: User }, chatId: string, number: number, mayGoBack: boolean) {
  const { rows } = await sql<Mark>`select * from mark_read(${chatId}, ${ctx.user.id}, ${number}, ${mayGoBack})`.execute(
    ctx.db,
  )
  const [moved] = rows
  if (moved) {
    const readers = mayGoBack ? [] : await receiptReaders(ctx.db, chatId, ctx.user.id)
    ctx.hub.tell([...new Set([ctx.user.id, ...readers])], { type: 'read', chatId, userId: ctx.user.id, ...moved })
  }
  return moved
}

type Mark = { number: number; said: number; readVersion: number }

/** The other members, where nobody keeps receipts to himself who would be shown: it works both ways. */
async function receiptReaders(db: Database, chatId: string, userId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('members')
    .innerJoin('chats', 'chats.id', 'members.chatId')
    .innerJoin('users', 'users.id', 'members.userId')
    .where('members.chatId', '=', chatId)
    .where('chats.memberCount', '<=', mostReceipts)
    .where('users.hidesReceipts', '=', false)
    .select('members.userId')
    .execute()
  const readers = rows.map((row) => row.userId)
  return readers.includes(userId) ? readers : []
}
