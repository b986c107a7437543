import { v7 as uuid } from 'uuid'
import type { Client } from '../trpc.ts'
import { answered } from './deadline.ts'
import { isRefused, isSignedOut, reasonOf } from './faults.ts'
import { createPatience } from './patience.ts'
import { createStore } from '../ui/store.ts'
import { openUnsent, type Unsent } from './unsent.ts'

export type Outbox = ReturnType<typeof createOutbox>
/** `version` is that of the chat after it, once it was sent. */
export type Outgoing = Unsent & { state: 'waiting' | 'sending' | 'sent' | 'failed'; version?: number }
/** What the tabs of one user tell each other; without a state it is gone. */
type Shared = Outgoing | { id: string; state: null }
type Letter = { chatId: string; text: string; replyTo?: string | null; holdMs?: number }

type Wiring = {
  client: Client
  userId: string
  /** What is held of the chat has it up to this version. */
  hasArrived: (chatId: string, version: number) => boolean
  onSignedOut: () => void
  retryDelayMs?: (attempt: number) => number
  locks?: Pick<LockManager, 'request'>
}

const mostFailures = 5
// Longer than anybody chose to hold a message: then the clock was put back.
const mostHoldMs = 30_000

/** What is said and not yet acknowledged: kept through a crash, sent in order, one at a time in each chat, by one tab. */
export function createOutbox({
  client,
  userId,
  hasArrived,
  onSignedOut,
  retryDelayMs,
  locks = globalThis.navigator?.locks,
}: Wiring) {
  const name = `parley outbox ${userId}`
  const entries = createStore<Outgoing[]>([])
  const patience = createPatience(retryDelayMs)
  const failures = new Map<string, number>()
  /** Acknowledged or given up here, whatever is still kept of them. */
  const done = new Set<string>()
  /** On their way into what is kept. */
  const writing = new Set<string>()
  const kept = openUnsent(userId)
  let channel: BroadcastChannel | undefined

  const drain = patience.coalesce((chatId) =>
    alone(`${name} ${chatId}`, async () => {
      for (let next = await firstOf(chatId); next; next = await firstOf(chatId)) await attempt(next)
      await catchUp(chatId)
    }),
  )

  return {
    entries,
    wake: patience.wake,

    start() {
      patience.start()
      if ('BroadcastChannel' in globalThis) channel = new BroadcastChannel(name)
      channel?.addEventListener('message', ({ data }: MessageEvent<Shared>) => mirror(data))
      void begin()
      return () => {
        patience.stop()
        channel?.close()
        channel = undefined
      }
    },

    /** Shown at once, kept, then sent: after `holdMs`, in which it can be discarded. */
    send({ chatId, text, replyTo = null, holdMs = 0 }: Letter): string {
      const held = holdMs > 0 && { heldUntil: Date.now() + holdMs }
      const unsent = { id: uuid(), chatId, text, replyTo, createdAt: new Date(), fault: null, ...held }
      writing.add(unsent.id)
      show({ ...unsent, state: 'waiting' })
      void keep(unsent)
      return unsent.id
    },

    retry(id: string) {
      const entry = find(id)
      if (entry?.state !== 'failed') return
      failures.delete(id)
      show({ ...entry, state: 'waiting', fault: null })
      void keep(unsentOf({ ...entry, fault: null }))
    },

    discard(id: string) {
      const { state } = find(id) ?? {}
      if (state === 'waiting' || state === 'failed') void drop(id)
    },

    /** The user is no longer in the chat. */
    forget(chatId: string) {
      for (const entry of entries.get()) if (entry.chatId === chatId) void drop(entry.id)
    },

    settle,
  }

  async function begin() {
    const unsent = await kept.all()
    for (const one of unsent) if (!find(one.id)) show({ ...one, state: one.fault === null ? 'waiting' : 'failed' })
    for (const chatId of new Set(unsent.map((one) => one.chatId))) drain(chatId)
  }

  async function keep(unsent: Unsent) {
    if (patience.isStopped()) return
    writing.add(unsent.id)
    await kept.put(unsent)
    writing.delete(unsent.id)
    const isOnItsWay = find(unsent.id)?.state !== 'waiting'
    if (!isOnItsWay) tell({ ...unsent, state: 'waiting' })
    drain(unsent.chatId)
  }

  /** Another tab may have sent it meanwhile: only what is still kept is sent. */
  async function firstOf(chatId: string): Promise<Unsent | undefined> {
    if (patience.isStopped()) return undefined
    const unsent = await kept.all()
    const first = unsent.find((one) => one.chatId === chatId && one.fault === null && !done.has(one.id))
    const heldMs = (first?.heldUntil ?? 0) - Date.now()
    if (heldMs <= 0 || heldMs > mostHoldMs) return first
    setTimeout(() => drain(chatId), heldMs)
    return undefined
  }

  /** What waits here was sent, or refused, by a page that closed before it could say so. */
  async function catchUp(chatId: string) {
    const waiting = entries.get().filter((entry) => entry.chatId === chatId && entry.state === 'waiting')
    if (waiting.length === 0 || patience.isStopped()) return
    const all = await kept.all()
    for (const { id } of waiting) {
      const one = all.find((unsent) => unsent.id === id)
      if (one?.fault) show({ ...one, state: 'failed' })
      else if (!one && !writing.has(id)) hide(id)
    }
  }

  async function attempt(unsent: Unsent) {
    const { id, chatId, text, replyTo } = unsent
    tell({ ...unsent, state: 'sending' })
    try {
      const letter = { id, chatId, text, replyTo: replyTo ?? undefined }
      const { version } = await answered((options) => client.messages.send.mutate(letter, options))
      await kept.remove(id)
      tell({ ...unsent, state: 'sent', version })
      done.add(id)
      settle(chatId)
    } catch (error) {
      await refuse(unsent, error)
    }
  }

  async function refuse(unsent: Unsent, error: unknown) {
    const failed = (failures.get(unsent.id) ?? 0) + (reasonOf(error) === 'INTERNAL' ? 1 : 0)
    failures.set(unsent.id, failed)
    const isFinal = !isSignedOut(error) && (isRefused(error) || failed >= mostFailures)
    if (!isFinal) {
      const isSentElsewhere = (await kept.all()).every(({ id }) => id !== unsent.id)
      if (isSentElsewhere) return hide(unsent.id)
      tell({ ...unsent, state: 'waiting' })
      if (isSignedOut(error)) onSignedOut()
      throw error
    }
    const fault = error instanceof Error ? error.message : String(error)
    if (patience.isStopped()) return
    await kept.put({ ...unsent, fault })
    tell({ ...unsent, fault, state: 'failed' })
  }

  /** What the server has acknowledged is shown from here until it is shown from there. */
  function settle(chatId: string) {
    const isDone = ({ state, version, ...entry }: Outgoing) =>
      state === 'sent' && entry.chatId === chatId && hasArrived(chatId, version ?? 0)
    if (entries.get().some(isDone)) entries.set(entries.get().filter((entry) => !isDone(entry)))
  }

  async function drop(id: string) {
    done.add(id)
    hide(id)
    share({ id, state: null })
    await kept.remove(id)
  }

  function mirror(entry: Shared) {
    if (entry.state === null) return hide(entry.id)
    if (done.has(entry.id)) return
    show(entry)
    // Should the tab that wrote it be gone before it was sent, this one goes on.
    if (entry.state === 'waiting') drain(entry.chatId)
    if (entry.state === 'sent') settle(entry.chatId)
  }

  function tell(entry: Outgoing) {
    if (done.has(entry.id)) return
    show(entry)
    share(entry)
  }

  function share(entry: Shared) {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none
    channel?.postMessage(entry)
  }

  function show(entry: Outgoing) {
    const others = entries.get().filter(({ id }) => id !== entry.id)
    entries.set([...others, entry].toSorted((one, other) => (one.id < other.id ? -1 : 1)))
  }

  function hide(id: string) {
    entries.set(entries.get().filter((entry) => entry.id !== id))
  }

  function find(id: string): Outgoing | undefined {
    return entries.get().find((entry) => entry.id === id)
  }

  /** Only one tab at a time, where the browser can see to that; where not, the id makes twice harmless. */
  async function alone(lock: string, work: () => Promise<void>): Promise<void> {
    await (locks ? locks.request(lock, work) : work())
  }
}

function unsentOf({ id, chatId, text, replyTo, createdAt, fault, heldUntil }: Outgoing): Unsent {
  return { id, chatId, text, replyTo, createdAt, fault, ...(heldUntil !== undefined && { heldUntil }) }
}
