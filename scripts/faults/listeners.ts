import { setTimeout as sleep } from 'node:timers/promises'
import { createTRPCClient, createWSClient, wsLink } from '@trpc/client'
import type { inferRouterOutputs } from '@trpc/server'
import superjson from 'superjson'
import { WebSocket } from 'ws'
import type { AppRouter } from '../../src/server/routers/index.ts'
import type { History, Holding } from './history.ts'
import { apiAt, refusalOf, type Somebody } from './people.ts'

type Outputs = inferRouterOutputs<AppRouter>
type Message = Outputs['messages']['list']['messages'][number]
type News = Outputs['live']['follow'] extends AsyncIterable<(infer One)[]> ? One : never
type Shown = { number: number; id: string; version: number; text: string }
type Held = { version: number; messages: Map<number, Shown> }

export type Listener = ReturnType<typeof openListener>
type Settings = { name?: string; retryMs?: () => number; keepAliveMs?: number }

/** Follows with the stock tRPC client, holds every chat of its user by heads and pull, and writes down what it hears. */
export function openListener(
  history: History,
  url: string,
  who: Somebody,
  { name = who.name, retryMs = () => 50 + Math.random() * 150, keepAliveMs = 5000 }: Settings = {},
) {
  const api = apiAt(url, who.token)
  const chats = new Map<string, Held>()
  const heads = new Map<string, number>()
  const pulling = new Map<string, Promise<void>>()
  /** Asked for while it was under way: what is being read may be from before. */
  const pullAgain = new Set<string>()
  const closes: number[] = []
  /** How many heads came on a socket. */
  const headings = new Map<number, number>()
  let opens = 0
  const over = new AbortController()
  let sockets = 0
  let speaking = 0
  /** The socket on which the newest heads came. */
  let followed = 0
  let socket: WebSocket | undefined
  let latencyOf: ((message: Message) => void) | undefined

  class Socket extends WebSocket {
    constructor(address: string) {
      super(address, { headers: { authorization: `Bearer ${who.token}` } })
      // oxlint-disable-next-line typescript/no-this-alias -- the only way to the socket that the client makes
      socket = this
      const serial = ++sockets
      this.on('open', () => opens++)
      // Before the client reads it: whoever is asked to go elsewhere listens to two sockets for a moment.
      this.on('message', () => (speaking = serial))
      this.on('close', (code) => {
        if (followed === serial) followed = 0
        closes.push(code)
      })
    }
    /** A dead line would take half a minute to close politely. */
    override close(code?: number) {
      super.close(code)
      setTimeout(() => this.terminate(), 500).unref()
    }
  }
  const client = createWSClient({
    url: `${url.replace('http', 'ws')}/trpc`,
    WebSocket: Socket as unknown as typeof globalThis.WebSocket,
    keepAlive: { enabled: keepAliveMs > 0, intervalMs: keepAliveMs, pongTimeoutMs: 3000 },
    retryDelayMs: retryMs,
  })
  const live = createTRPCClient<AppRouter>({ links: [wsLink({ client, transformer: superjson })] })
  let subscription = follow()

  return {
    name,
    who,
    closes,
    opens: () => opens,
    socket: () => socket,
    isFollowing: () => followed > 0,
    holds: (chatId: string) => chats.get(chatId)?.messages.size ?? 0,
    version: (chatId: string) => chats.get(chatId)?.version ?? 0,
    whenHeard(heard: (message: Message) => void) {
      latencyOf = heard
    },
    isSettled: () => followed > 0 && pulling.size === 0,
    holdings: (chatIds: string[]): Holding[] =>
      chatIds.flatMap((chatId) => {
        const held = chats.get(chatId)
        return held ? [{ receiver: name, chatId, from: 1, messages: [...held.messages.values()], faults: [] }] : []
      }),
    async stop() {
      over.abort()
      subscription.unsubscribe()
      const closed = client.close()
      socket?.terminate()
      await closed
    },
  }

  function follow() {
    return live.live.follow.subscribe(undefined, {
      onData: (batch) => batch.forEach(hear),
      onError: () => void again(),
      onComplete: () => void again(),
    })
  }

  async function again() {
    followed = 0
    await sleep(retryMs())
    if (!over.signal.aborted) subscription = follow()
  }

  function hear(news: News) {
    if (news.type === 'heads') {
      followed = speaking
      headings.set(speaking, (headings.get(speaking) ?? 0) + 1)
      for (const [chatId, version] of Object.entries(news.chats)) {
        heads.set(chatId, version)
        if ((chats.get(chatId)?.version ?? 0) < version) pull(chatId)
      }
      for (const chatId of chats.keys()) if (news.chats[chatId] === undefined) chats.delete(chatId)
    }
    if (news.type === 'chat') {
      if (news.isGone) {
        chats.delete(news.chatId)
        if (pulling.has(news.chatId)) pullAgain.add(news.chatId)
      } else pull(news.chatId)
    }
    if (news.type !== 'message') return
    heads.set(news.message.chatId, Math.max(news.message.version, heads.get(news.message.chatId) ?? 0))
    note(news.message, 'news')
    latencyOf?.(news.message)
    const held = chats.get(news.message.chatId)
    if (held && news.after <= held.version) return take(held, news.message)
    if (held && !pulling.has(news.message.chatId)) history.gap()
    pull(news.message.chatId)
  }

  function note({ chatId, number, version, id }: Message, how: 'news' | 'pull') {
    history.receive({
      receiver: name,
      userId: who.id,
      chatId,
      number,
      version,
      id,
      stretch: `${speaking}.${headings.get(speaking) ?? 0}`,
      how,
    })
  }

  function take(held: Held, { number, id, version, text }: Message) {
    if (version > (held.messages.get(number)?.version ?? 0)) held.messages.set(number, { number, id, version, text })
    held.version = Math.max(held.version, version)
  }

  /** One at a time in a chat, until it holds what it knows of. */
  function pull(chatId: string) {
    if (over.signal.aborted) return
    if (pulling.has(chatId)) return void pullAgain.add(chatId)
    pulling.set(
      chatId,
      pullAll(chatId).finally(() => pulling.delete(chatId)),
    )
  }

  async function pullAll(chatId: string) {
    do {
      pullAgain.delete(chatId)
      try {
        await pullOnce(chatId)
      } catch (error) {
        if (refusalOf(error)) {
          chats.delete(chatId)
          if (pullAgain.has(chatId)) continue
          return
        }
        await sleep(100 + Math.random() * 200)
      }
    } while (
      !over.signal.aborted &&
      (pullAgain.has(chatId) || (chats.get(chatId)?.version ?? 0) < (heads.get(chatId) ?? 0))
    )
  }

  async function pullOnce(chatId: string) {
    const after = chats.get(chatId)?.version ?? 0
    const changes = after > 0 ? await api.messages.changes.query({ chatId, after }) : { reload: true as const }
    if (changes.reload) return loadAfresh(chatId)
    const held = chats.get(chatId)
    if (!held) return
    for (const message of changes.messages) {
      note(message, 'pull')
      take(held, message)
    }
    held.version = Math.max(held.version, changes.version)
  }

  /** Page by page; what changes meanwhile has a version above the one that the first page told. */
  async function loadAfresh(chatId: string) {
    const held: Held = { version: 0, messages: new Map() }
    let first: number | undefined
    for (let after = 0; ;) {
      const page = await api.messages.list.query({ chatId, after, limit: 100 })
      first ??= page.version
      for (const { number, id, version, text } of page.messages)
        held.messages.set(number, { number, id, version, text })
      after = page.messages.at(-1)?.number ?? after
      if (!page.hasLater) break
    }
    held.version = first
    chats.set(chatId, held)
  }
}
