import { router } from '../trpc.ts'
import { account } from './account.ts'
import { admin } from './admin.ts'
import { auth } from './auth.ts'
import { chats } from './chats.ts'
import { groups } from './groups.ts'
import { live } from './live.ts'
import { messages } from './messages.ts'
import { push } from './push.ts'
import { users } from './users.ts'
import { whispers } from './whispers.ts'

export const appRouter = router({ account, admin, auth, users, chats, groups, messages, whispers, live, push })
export type AppRouter = typeof appRouter

/** The socket carries subscriptions only. */
export const socketRouter = router({ live: router({ follow: live.follow }) })
