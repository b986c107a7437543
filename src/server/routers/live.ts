import * as z from 'zod/mini'
import { id } from '../../schemas.ts'
import { findMember } from '../database/chats.ts'
import { refusal } from '../errors.ts'
import type { Follower } from '../live/follower.ts'
import type { News } from '../live/news.ts'
import { withoutReading } from '../live/subscription.ts'
import { inChat, memberProcedure, router, userProcedure } from '../trpc.ts'

const mostSubscriptions = 4

/** The socket's decoder writes the id of the call here, over whatever a client sends: news goes out in frames with this id. */
const following = z.optional(
  z.strictObject({ requestId: z.optional(z.union([z.number(), z.string().check(z.maxLength(100))])) }),
)

export const live = router({
  /**
   * Heads first, then news, each time all that waits in one array. tRPC opens, authorises and ends the subscription; the hub
   * writes its news to the socket itself, in tRPC's wire format.
   */
  follow: userProcedure.input(following).subscription(({ ctx, input }): AsyncIterable<News[]> => {
    const { socket, hub, presence, user, session } = ctx
    const requestId = input?.requestId
    if (!socket || requestId === undefined) throw refusal('WRONG_METHOD', { message: 'Following needs a WebSocket.' })
    if (socket.subscriptions >= mostSubscriptions) throw refusal('TOO_MANY_REQUESTS', { retryAfter: 1 })
    socket.subscriptions++
    let follower: Follower | undefined
    let present: Promise<void> | undefined
    return withoutReading<News>(
      async () => {
        await hub.attach({ userId: user.id, requestId, ...socket }, (attached) => (follower = attached))
        if (!follower || follower.hasEnded) return
        hub.tellOne(follower, { type: 'presence', isWhole: true, users: await presence.around(user.id) })
        present = presence.connected(follower.connectionId, user.id, session.id)
        await present
      },
      async () => {
        socket.subscriptions--
        if (!follower) return
        hub.detach(follower)
        await present?.catch(() => undefined)
        if (present) await presence.disconnected(follower.connectionId, user.id)
      },
    )
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
