import type { Client, News } from '../trpc.ts'
import { answered } from './deadline.ts'
import { createPatience } from './patience.ts'
import { createStore } from '../ui/store.ts'

export type ConnectionState = { state: 'online' | 'connecting' | 'offline'; since: Date }

type Wiring = {
  client: Client
  userId: string
  /** Before the server reads the heads. */
  onOpening: () => void
  onNews: (news: News[]) => void
  onSignedOut: () => void
  retryDelayMs?: (attempt: number) => number
}

const sessionEnded = 4401
const headsMs = 20_000

/** Follows, and follows again whenever the line breaks. */
export function createConnection({ client, userId, onOpening, onNews, onSignedOut, retryDelayMs }: Wiring) {
  const state = createStore<ConnectionState>({ state: 'connecting', since: new Date() })
  const patience = createPatience(retryDelayMs)
  let end: (() => void) | undefined
  let attempt = 0

  return { state, start, reconnect }

  function start() {
    patience.start()
    showTrouble()
    open()
    globalThis.addEventListener?.('online', reconnect)
    globalThis.addEventListener?.('offline', showTrouble)
    globalThis.document?.addEventListener('visibilitychange', patience.wake)
    return () => {
      globalThis.removeEventListener?.('online', reconnect)
      globalThis.removeEventListener?.('offline', showTrouble)
      globalThis.document?.removeEventListener('visibilitychange', patience.wake)
      patience.stop()
      end?.()
    }
  }

  /** On a fresh socket at once: the old one may be dead without knowing. */
  function reconnect() {
    attempt = 0
    if (patience.isStopped()) return
    if (end) open()
    else patience.wake()
  }

  function open() {
    end?.()
    onOpening()
    let isHeard = false
    const timer = setTimeout(() => void lose(), headsMs)
    const subscription = client.live.follow.subscribe(undefined, {
      onData(news) {
        if (end !== close) return
        const [first] = news
        if (first?.type === 'heads' && first.userId && first.userId !== userId) {
          close()
          return onSignedOut()
        }
        if (!isHeard) {
          isHeard = true
          attempt = 0
          clearTimeout(timer)
          show('online')
        }
        onNews(news)
      },
      onConnectionStateChange: ({ error }) => error && void lose(error),
      onError: (error) => void lose(error),
      onComplete: () => void lose(),
    })
    end = close

    function close() {
      end = undefined
      clearTimeout(timer)
      subscription.unsubscribe()
    }

    async function lose(error?: unknown) {
      if (end !== close) return
      close()
      showTrouble()
      const isEnded = codeOf(error) === sessionEnded || (!isHeard && (await isSomebodyElse()))
      if (patience.isStopped()) return
      if (isEnded) return onSignedOut()
      await patience.pause(attempt++)
      if (!patience.isStopped() && !end) open()
    }
  }

  /** A socket that was never opened does not say why. */
  async function isSomebodyElse(): Promise<boolean> {
    try {
      const me = await answered((options) => client.auth.me.query(undefined, options))
      return me?.user.id !== userId
    } catch {
      return false
    }
  }

  function showTrouble() {
    const isOffline = 'navigator' in globalThis && 'onLine' in navigator && !navigator.onLine
    show(isOffline ? 'offline' : 'connecting')
  }

  function show(next: ConnectionState['state']) {
    const { state: shown, since } = state.get()
    const isStillAway = shown !== 'online' && next !== 'online'
    if (shown !== next) state.set({ state: next, since: isStillAway ? since : new Date() })
  }
}

/** The close code of the socket, deep in what tRPC says about the loss of it. */
function codeOf(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return undefined
  if ('code' in error && typeof error.code === 'number') return error.code
  return 'cause' in error ? codeOf(error.cause) : undefined
}
