import type { Duplex } from 'node:stream'
import { v7 as uuid } from 'uuid'
import type { WebSocket } from 'ws'
import type { Piece } from './frames.ts'

/** One client that follows: a subscription that tRPC opened, and the socket that its news are written to. */
export type Follower = {
  userId: string
  /** Told to the client with the heads: by it the client says what it looks at. */
  connectionId: string
  /** The subscription's id on its socket, as JSON: each frame carries it. */
  requestId: string
  socket: WebSocket
  stream: Duplex
  chatIds: Set<string>
  /** At which version it was put out of a chat: what was read before that must not bring it back. */
  goneAt: Map<string, number> | undefined
  /** What was said in this turn of the event loop. */
  batches: Batch[]
  /** Set while the reader is behind. */
  delay: Delay | undefined
  hasEnded: boolean
}

/** Pieces that go to the same followers, one after the other. */
export type Batch = { pieces: Piece[] }

/** Where a slow reader stands: what waits for it, or (`isLost`) that too much did and only fresh heads can help. */
export type Delay = { since: number; waiting: Piece[]; isLost: boolean; hasLostSoft: boolean }

export function createFollower({
  userId,
  requestId,
  socket,
  stream,
}: Pick<Follower, 'userId' | 'socket' | 'stream'> & { requestId: string | number }): Follower {
  return {
    userId,
    connectionId: uuid(),
    requestId: JSON.stringify(requestId),
    socket,
    stream,
    chatIds: new Set(),
    goneAt: undefined,
    batches: [],
    delay: undefined,
    hasEnded: false,
  }
}
