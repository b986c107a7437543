import { setTimeout as sleep } from 'node:timers/promises'
import { v7 as uuid } from 'uuid'
import * as z from 'zod/mini'
import type { WebSocket } from 'ws'
import { id } from '../../schemas.ts'
import { findMember } from '../database/chats.ts'
import { refusal } from '../errors.ts'
import type { News } from '../live/news.ts'
import { inChat, memberProcedure, router, userProcedure } from '../trpc.ts'

const mostSubscriptions = 4
const mostBuffered = 256 * 1024
const patienceMs = 20_000

export const live = router({
  /** Heads first, then news, each time all that waits in one array. The fast frame path comes here: the hub would write the frames itself. */
  follow: userProcedure.input(z.optional(z.strictObject({}))).subscription(async function* ({
    ctx,
    signal = new AbortController().signal,
  }) {
    const { socket } = ctx
    if (!socket) throw refusal('WRONG_METHOD', { message: 'Following needs a WebSocket.' })
    if (socket.subscriptions >= mostSubscriptions) throw refusal('TOO_MANY_REQUESTS', { retryAfter: 1 })
    socket.subscriptions++
    const connectionId = uuid()
    try {
      const { heads, next, headsAgain } = await ctx.hub.follow(ctx.user.id, signal)
      yield [{ ...heads, connectionId }] satisfies News[]
      await ctx.presence.connected(connectionId, ctx.user.id, ctx.session.id)
      yield [{ type: 'presence', isWhole: true, users: await ctx.presence.around(ctx.user.id) }] satisfies News[]
      for (let waiting = await next(); waiting; waiting = await next()) {
        const news: News[] = waiting.lagged ? [{ ...(await headsAgain()), connectionId }] : waiting.news
        if (news.length > 0) yield news
        await drained(socket.socket, signal)
      }
    } finally {
      socket.subscriptions--
      ctx.whispers.disconnected(ctx.user.id)
      await ctx.presence.disconnected(connectionId, ctx.user.id)
    }
  }),

  /** The user looks at this chat now on this connection (its id came with the heads), or (null) at none. */
  look: userProcedure
    .input(z.strictObject({ connectionId: id, chatId: z.nullable(id) }))
    .mutation(async ({ ctx, input: { connectionId, chatId } }) => {
      if (chatId && !(await findMember(ctx.db, chatId, ctx.user.id))) throw refusal('NOT_A_MEMBER')
      await ctx.presence.lookAt(connectionId, ctx.user.id, chatId)
    }),

  /** Tells the chat that the user is typing. May be called with every key: it is told every two seconds. */
  typing: memberProcedure.input(inChat({})).mutation(({ ctx, input: { chatId } }) => ctx.typing(chatId, ctx.user.id)),
})

/** A reader that stays behind for 20 seconds is cut. */
async function drained(socket: WebSocket, signal: AbortSignal) {
  const since = Date.now()
  while (socket.bufferedAmount > mostBuffered && !signal.aborted) {
    if (Date.now() - since > patienceMs) socket.terminate()
    await sleep(50)
  }
}
