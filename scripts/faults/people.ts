import { setTimeout as sleep } from 'node:timers/promises'
import { createTRPCClient, httpLink, TRPCClientError } from '@trpc/client'
import pLimit from 'p-limit'
import superjson from 'superjson'
import { v7 as uuid } from 'uuid'
import type { AppRouter } from '../../src/server/routers/index.ts'

export type Api = ReturnType<typeof apiAt>
export type Somebody = { id: string; name: string; token: string; api: Api }

/** The API as any script calls it. What is not answered in time counts as unknown. */
export function apiAt(url: string, token?: string, patienceMs = 9000) {
  return createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: `${url}/trpc`,
        transformer: superjson,
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
        fetch: (address, options) =>
          fetch(address, { ...(options as RequestInit), signal: AbortSignal.timeout(patienceMs) }),
      }),
    ],
  })
}

/** Guests, with a session each. */
export async function invite(url: string, count: number, name = 'guest'): Promise<Somebody[]> {
  const few = pLimit(8)
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      few(async () => {
        const displayName = `${name} ${index + 1}`
        const { token = '', user } = await patiently(() => apiAt(url).auth.guest.mutate({ displayName, as: 'token' }))
        return { id: user.id, name: displayName, token, api: apiAt(url, token) }
      }),
    ),
  )
}

export async function gather(owner: Somebody, title: string, others: Somebody[]): Promise<string> {
  const [id, userIds] = [uuid(), others.slice(0, 500).map((who) => who.id)]
  const { chatId } = await patiently(() => owner.api.groups.create.mutate({ id, title, userIds }))
  for (let first = 500; first < others.length; first += 500) {
    const userIds = others.slice(first, first + 500).map(({ id }) => id)
    await patiently(() => owner.api.groups.add.mutate({ chatId, userIds }))
  }
  return chatId
}

/** What prepares a scenario is no part of it: on a busy machine it may take a second try. */
export async function patiently<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call()
    } catch (error) {
      if (refusalOf(error) || attempt === 10) throw error
      await sleep(500)
    }
  }
}

/** Why the server refused; undefined when nobody can know whether it did what it was asked. */
export function refusalOf(error: unknown): string | undefined {
  if (!(error instanceof TRPCClientError)) return undefined
  const reason = (error as TRPCClientError<AppRouter>).data?.reason
  return reason && !['UNAVAILABLE', 'INTERNAL', 'TOO_MANY_REQUESTS'].includes(reason) ? reason : undefined
}
