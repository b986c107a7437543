import { sql } from 'kysely'
import * as z from 'zod/mini'
import { cursor, displayName, id, pageSize, searchText } from '../../schemas.ts'
import { findPerson, personColumns, personOf } from '../database/people.ts'
import { refusal } from '../errors.ts'
import { router, userProcedure } from '../trpc.ts'

export const users = router({
  /** People whose name or username has the text, by name; without a text, everybody. Never an e-mail address. */
  search: userProcedure
    .input(
      z.strictObject({
        text: searchText,
        cursor: z.optional(cursor),
        limit: z.optional(pageSize),
      }),
    )
    .query(async ({ ctx, input: { text, cursor, limit = 20 } }) => {
      const part = `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
      const [name, lastId] = readCursor(cursor)
      const rows = await ctx.db
        .selectFrom('users')
        .select([...personColumns, sql<string>`lower(display_name)`.as('sortName')])
        .where('deletedAt', 'is', null)
        .where('disabledAt', 'is', null)
        .where('id', '<>', ctx.user.id)
        .$if(text !== '', (query) =>
          query.where((or) =>
            or.or([or(sql`lower(display_name)`, 'like', part), or(sql`lower(username)`, 'like', part)]),
          ),
        )
        .$if(lastId !== undefined, (query) =>
          query.where(sql<boolean>`(lower(display_name), id) > (${name}, ${lastId}::uuid)`),
        )
        .orderBy(sql`lower(display_name)`)
        .orderBy('id')
        .limit(limit + 1)
        .execute()
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      const nextCursor = rows.length > limit && last ? `${last.id} ${last.sortName}` : null
      return { users: page.map(personOf), nextCursor }
    }),

  /** Everybody who is online and does not hide it, by name. */
  online: userProcedure.input(z.optional(z.strictObject({}))).query(async ({ ctx }) => {
    const rows = await ctx.db
      .selectFrom('users')
      .select(personColumns)
      .where('hidesPresence', '=', false)
      .where('id', 'in', (query) =>
        query
          .selectFrom('presences')
          .select('userId')
          .where('expiresAt', '>', sql<Date>`now()`),
      )
      .orderBy(sql`lower(display_name)`)
      .orderBy('id')
      .limit(mostOnline)
      .execute()
    return { users: rows.map(personOf) }
  }),

  get: userProcedure.input(z.strictObject({ userId: id })).query(async ({ ctx, input }) => {
    const person = await findPerson(ctx.db, input.userId)
    if (!person) throw refusal('NO_SUCH_USER')
    return person
  }),

  update: userProcedure
    .input(
      z.strictObject({
        displayName: z.optional(displayName),
        hidesPresence: z.optional(z.boolean()),
        hidesReceipts: z.optional(z.boolean()),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const row = await ctx.db
        .updateTable('users')
        .set({
          displayName: input.displayName,
          hidesPresence: input.hidesPresence,
          hidesReceipts: input.hidesReceipts,
          updatedAt: sql<Date>`now()`,
        })
        .where('id', '=', ctx.user.id)
        .returning(personColumns)
        .executeTakeFirstOrThrow()
      const person = personOf(row)
      await ctx.hub.tellOfPerson(person)
      if (input.hidesPresence !== undefined) await ctx.presence.lookEverywhere()
      return { user: person }
    }),
})

const mostOnline = 500
const uuidLength = 36

function readCursor(cursor: string | undefined): [name: string, lastId: string | undefined] {
  if (cursor === undefined) return ['', undefined]
  const lastId = id.safeParse(cursor.slice(0, uuidLength))
  if (!lastId.success) throw refusal('INVALID_INPUT', { fields: { cursor: 'The cursor is not one of ours.' } })
  return [cursor.slice(uuidLength + 1), lastId.data]
}
