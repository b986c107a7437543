import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { WebSocket } from 'ws'
import { createClient, type Chat, type ChatWithMembers } from '../trpc.ts'
import type { Person as Somebody, TestApp } from '../../server/testing.ts'
import type { Place } from './cache.ts'
import { type Early, earlyOf } from './early.ts'
import type { Kept } from './kept.ts'
import { createSync } from './sync.ts'
import type { Window } from './windows.ts'

export type Device = ReturnType<typeof openDevice>
type Surroundings = {
  kept?: Kept
  early?: Early
  locks?: Pick<LockManager, 'request'>
  retryDelayMs?: (attempt: number) => number
}

/** A browser of somebody, without its screen: the real client, the real socket, the real outbox. */
export function openDevice(
  { url, socketUrl = url }: Pick<TestApp, 'url'> & { socketUrl?: string },
  person: Pick<Somebody, 'id' | 'token'>,
  { kept, early, locks, retryDelayMs = () => 20 + Math.random() * 40 }: Surroundings = {},
) {
  const sockets: WebSocket[] = []
  const queryClient = new QueryClient()
  const client = createClient({
    url: `${url}/trpc`,
    socketUrl: `${socketUrl.replace('http', 'ws')}/trpc`,
    headers: () => ({ authorization: `Bearer ${person.token}` }),
    WebSocket: socketOf(person.token, sockets),
  })
  const sync = createSync({
    client,
    queryClient,
    userId: person.id,
    retryDelayMs,
    locks,
    kept,
    early,
    nameOf: ({ isDeleted, displayName }) => (isDeleted ? 'Deleted user' : displayName),
  })
  const views = new Map<string, () => void>()
  let signedOut = 0
  const stop = sync.start(() => signedOut++)

  return {
    ...sync,
    queryClient,
    sockets,
    signedOut: () => signedOut,
    chats: () => queryClient.getQueryData<Chat[]>(sync.chatsQuery().queryKey) ?? [],
    chat: (chatId: string) =>
      queryClient.getQueryData<Chat[]>(sync.chatsQuery().queryKey)?.find(({ id }) => id === chatId),
    members: (chatId: string) => queryClient.getQueryData<ChatWithMembers>(sync.chatQuery(chatId).queryKey),
    window: (place: Place) => queryClient.getQueryData<Window>(sync.windowQuery(place).queryKey),
    texts: (chatId: string) =>
      (queryClient.getQueryData<Window>(sync.windowQuery({ chatId }).queryKey)?.messages ?? []).flatMap(
        ({ kind, text }) => (kind === 'text' ? [text] : []),
      ),
    /** Looks at a window of a chat and at its members, as a screen does. */
    look(place: Place) {
      const key = JSON.stringify(place)
      if (views.has(key)) return
      const ends = [
        new QueryObserver(queryClient, sync.windowQuery(place)).subscribe(() => undefined),
        new QueryObserver(queryClient, sync.chatQuery(place.chatId)).subscribe(() => undefined),
      ]
      views.set(key, () => ends.forEach((end) => end()))
    },
    lookAway(place: Place) {
      views.get(JSON.stringify(place))?.()
      views.delete(JSON.stringify(place))
    },
    views: () => [...views.keys()].map((key) => JSON.parse(key) as Place),
    /** The line breaks, and comes back by itself. */
    cut() {
      for (const socket of sockets) socket.terminate()
    },
    isOnline: () => sync.connection.get().state === 'online',
    stop() {
      for (const end of views.values()) end()
      views.clear()
      stop()
      for (const socket of sockets) socket.terminate()
      queryClient.clear()
    },
  }
}

/** What a page of somebody has asked for before it was ready. */
export function askedEarly({ url }: Pick<TestApp, 'url'>, { token }: Pick<Somebody, 'token'>, path: string): Early {
  const headers = () => ({ authorization: `Bearer ${token}` })
  return earlyOf(createClient({ url: `${url}/trpc`, socketUrl: url, headers }), path)
}

export function socketOf(token: string, sockets: WebSocket[]) {
  class NodeSocket extends WebSocket {
    constructor(address: string) {
      super(address, { headers: { authorization: `Bearer ${token}` } })
      sockets.push(this)
    }
    /** The one event that is dispatched by hand is the end of a dead line. */
    dispatchEvent() {
      this.terminate()
      return true
    }
  }
  return NodeSocket as unknown as typeof globalThis.WebSocket
}

type Weather = 'fine' | 'down' | 'no answers'

/** A line to the app that can be cut, go dead without a word, or lose every answer after the app has done what it was asked. */
export async function openLine({ port }: Pick<TestApp, 'port'>, lagMs = 0) {
  let weather: Weather = 'fine'
  const ends = new Set<Socket>()
  const server = createServer((near) => {
    if (weather === 'down') return near.destroy()
    const far = connect(port, '127.0.0.1')
    const [toFar, toNear] = [late(lagMs), late(lagMs)]
    near.on('data', (bytes) => toFar(() => far.write(bytes)))
    far.on('data', (bytes) => toNear(() => (weather === 'no answers' ? near.destroy() : near.write(bytes))))
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(end)
      end.on('error', () => undefined)
      end.on('close', () => {
        ends.delete(end)
        other.destroy()
      })
    }
    return undefined
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    become(next: Weather) {
      weather = next
      if (next === 'down') for (const end of ends) end.destroy()
    },
    /** What is connected now hears nothing any more, not even the end. What connects later does. */
    goDead() {
      for (const end of ends) end.removeAllListeners('data').removeAllListeners('close').pause()
    },
    close() {
      for (const end of ends) end.destroy()
      server.close()
    },
  }
}

/** Does one thing after the other, each of them late by chance. */
function late(mostMs: number): (work: () => void) => void {
  let last = Promise.resolve()
  return (work) => {
    if (mostMs === 0) return work()
    last = last.then(() => new Promise((resolve) => setTimeout(resolve, Math.random() * mostMs))).then(work)
  }
}

export async function until(isTrue: () => boolean, what: string, ms = 10_000) {
  const deadline = Date.now() + ms
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error(`It never came to this: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
