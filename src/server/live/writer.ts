import { WebSocket } from 'ws'
import type { Batch, Follower } from './follower.ts'
import { bodiesOf, frameOf, pieceOf, type Piece } from './frames.ts'
import type { News } from './news.ts'

export type Writer = ReturnType<typeof createWriter>
/** Those who hear the same news: a batch of theirs is open until somebody comes, goes, or is told something else. */
export type Audience = { followers: Set<Follower>; batch?: Batch | undefined; turn?: number }

/** What followers of one turn have in common: the frames of a sequence of batches, made once for each request id. */
type Bundle = {
  pieces: Piece[]
  bodies?: ReturnType<typeof bodiesOf>
  frames: Map<string, Buffer[]>
  next: Map<Batch, Bundle>
}

const mostBuffered = 256 * 1024
const enoughRead = 64 * 1024
const mostWaiting = 512
const patienceMs = 20_000
const sweepMs = 100
const mostRestMs = 15

/**
 * Writes news to sockets: serialised and framed once, and all that comes in one turn of the event loop in one frame. A reader
 * that stays behind is not waited for: soft news is dropped, then its queue; after 20 seconds it is cut.
 */
export function createWriter(recovered: (follower: Follower, hasLostAll: boolean) => Promise<void>) {
  const slow = new Set<Follower>()
  let awaiting: Follower[] = []
  let open: Audience[] = []
  let turn = 0
  let isFlushing = false
  let restUntil = 0
  const timer = setInterval(sweep, sweepMs)
  timer.unref()

  return {
    /** For these followers, after all that they were told before. */
    tell(followers: Iterable<Follower>, news: News) {
      turn++
      const batch = { pieces: [pieceOf(news)] }
      for (const follower of followers) add(follower, batch)
    },

    /** For all of them; costs nothing per listener but once a turn. */
    tellAll(audience: Audience, news: News) {
      if (audience.followers.size === 0) return
      const piece = pieceOf(news)
      if (audience.batch && audience.turn === turn) {
        audience.batch.pieces.push(piece)
        return
      }
      audience.batch = { pieces: [piece] }
      for (const follower of audience.followers) add(follower, audience.batch)
      audience.turn = turn
      open.push(audience)
    },

    forget(follower: Follower) {
      follower.hasEnded = true
      follower.batches = []
      follower.delay = undefined
      slow.delete(follower)
    },

    count: () => ({ slow: slow.size }),
    stop: () => clearInterval(timer),
  }

  function add(follower: Follower, batch: Batch) {
    if (follower.hasEnded) return
    if (follower.batches.length === 0) awaiting.push(follower)
    follower.batches.push(batch)
    if (isFlushing) return
    isFlushing = true
    const restMs = restUntil - performance.now()
    if (restMs < 1) setImmediate(flush)
    else setTimeout(flush, restMs)
  }

  /** To write to many takes a while; for as long what comes is gathered, so that a busy chat goes out in few frames and others get their turn. */
  function flush() {
    const startedAt = performance.now()
    const followers = awaiting
    awaiting = []
    isFlushing = false
    for (const audience of open) audience.batch = undefined
    open = []
    const root = emptyBundle([])
    for (const follower of followers) {
      const bundle = bundleOf(root, follower.batches)
      follower.batches = []
      if (follower.delay) keep(follower.delay, bundle.pieces)
      else write(follower, bundle)
    }
    const endedAt = performance.now()
    restUntil = endedAt + Math.min(mostRestMs, endedAt - startedAt)
  }

  function write(follower: Follower, bundle: Bundle) {
    const { socket, stream, requestId } = follower
    if (socket.readyState !== WebSocket.OPEN || follower.hasEnded) return
    bundle.bodies ??= bodiesOf(bundle.pieces)
    let frames = bundle.frames.get(requestId)
    if (!frames) {
      frames = bundle.bodies.map(({ body }) => frameOf(requestId, body))
      bundle.frames.set(requestId, frames)
    }
    let written = 0
    for (const [index, frame] of frames.entries()) {
      const buffered = stream.writableLength
      // What is larger than the bound by itself (the heads of thousands of chats) goes out alone.
      if (buffered > 0 && buffered + frame.length > mostBuffered) return delay(follower, bundle.pieces.slice(written))
      stream.write(frame)
      written += bundle.bodies[index]!.count
    }
  }

  function delay(follower: Follower, pieces: Piece[]) {
    follower.delay = { since: Date.now(), waiting: [], isLost: false, hasLostSoft: false }
    slow.add(follower)
    keep(follower.delay, pieces)
  }

  function sweep() {
    const now = Date.now()
    for (const follower of slow) {
      if (follower.stream.writableLength <= enoughRead) resume(follower)
      else if (follower.delay && now - follower.delay.since > patienceMs) follower.socket.terminate()
    }
  }

  function resume(follower: Follower) {
    const { delay } = follower
    slow.delete(follower)
    follower.delay = undefined
    if (!delay) return
    if (delay.waiting.length > 0) write(follower, emptyBundle(delay.waiting))
    // Without them the client would be wrong for good. The next socket brings them.
    if (delay.isLost || delay.hasLostSoft) recovered(follower, delay.isLost).catch(() => follower.socket.terminate())
  }
}

function keep(delay: NonNullable<Follower['delay']>, pieces: readonly Piece[]) {
  for (const piece of pieces) {
    if (piece.isSoft) delay.hasLostSoft = true
    else if (!delay.isLost) delay.waiting.push(piece)
  }
  if (delay.waiting.length <= mostWaiting) return
  delay.waiting = []
  delay.isLost = true
}

function emptyBundle(pieces: Piece[]): Bundle {
  return { pieces, frames: new Map(), next: new Map() }
}

function bundleOf(root: Bundle, batches: readonly Batch[]): Bundle {
  let bundle = root
  for (const batch of batches) {
    let next = bundle.next.get(batch)
    if (!next) {
      next = emptyBundle([...bundle.pieces, ...batch.pieces])
      bundle.next.set(batch, next)
    }
    bundle = next
  }
  return bundle
}
