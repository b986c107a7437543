import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'

type Watched = { stream: Duplex; heardAt: number; isAsked: boolean; second: number; frames: number }

const mostFramesASecond = 60
const tooManyFrames = 4429
const mostUnread = 256 * 1024
const quietMs = 25_000
const deadMs = 35_000
const sweepMs = 1000

/** Keeps sockets alive, ends those that are dead or say too much. One sweep for all: an idle socket has no timer of its own. */
export function createPulse() {
  const watched = new Map<WebSocket, Watched>()
  const timer = setInterval(sweep, sweepMs)
  timer.unref()

  return {
    watch(socket: WebSocket, stream: Duplex) {
      watched.set(socket, { stream, heardAt: Date.now(), isAsked: false, second: 0, frames: 0 })
      socket.on('message', heard).on('ping', heard).on('pong', heard).on('close', gone)
    },
    stop: () => clearInterval(timer),
  }

  function heard(this: WebSocket) {
    const own = watched.get(this)
    if (!own) return
    const now = Date.now()
    const second = Math.floor(now / 1000)
    own.frames = second === own.second ? own.frames + 1 : 1
    own.second = second
    own.heardAt = now
    own.isAsked = false
    if (own.frames > mostFramesASecond) this.close(tooManyFrames, 'Too many frames')
    // Whoever does not read our answers is not read either: they would pile up here.
    if (this.isPaused || this.bufferedAmount <= mostUnread) return
    this.pause()
    own.stream.once('drain', () => this.resume())
  }

  function gone(this: WebSocket) {
    watched.delete(this)
  }

  function sweep() {
    const now = Date.now()
    for (const [socket, own] of watched) {
      const quiet = now - own.heardAt
      if (quiet > deadMs) socket.terminate()
      else if (quiet > quietMs && !own.isAsked) {
        own.isAsked = true
        socket.send('PING')
      }
    }
  }
}
