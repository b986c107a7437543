import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export type Proxy = Awaited<ReturnType<typeof openProxy>>
export type Way = 'up' | 'down'
/** What a proxy does with the bytes of one way of one connection. */
type Passing = (bytes: Buffer, pass: (bytes: Buffer) => void) => void

type Settings = {
  /** A connection on which nothing was said for so long is cut, as load balancers do. */
  idleMs?: number
  /** Looks into what passes: made once for every connection and way. */
  passing?: (way: Way) => Passing
}

type Line = { near: Socket; far: Socket; heardAt: number; isForgotten: boolean; waiting: Set<Way> }

/** A TCP front for some ports, each connection to the next of them that answers; and everything that a network can do wrong. */
export async function openProxy(ports: number[], { idleMs, passing }: Settings = {}) {
  const lines = new Set<Line>()
  const frozen = new Set<Way>()
  let isDown = false
  let lateMs = 0
  let bytesASecond = Infinity
  let turn = 0
  let cuts = 0

  const server = createServer({ pauseOnConnect: true }, (near) => void admit(near))
  server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 })
  await once(server, 'listening')
  const reaper =
    idleMs === undefined ? undefined : setInterval(() => cutIdle(idleMs), Math.min(1000, idleMs / 4)).unref()

  return {
    port: (server.address() as AddressInfo).port,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Every connection ends, and the next may come. */
    cut() {
      for (const { near, far } of lines) {
        near.resetAndDestroy()
        far.resetAndDestroy()
      }
    },
    /** Nothing is let through any more, and what was open ends. */
    goDown() {
      isDown = true
      this.cut()
    },
    comeUp() {
      isDown = false
    },
    /** What is sent waits, and nobody is told. */
    freeze(...ways: Way[]) {
      for (const way of ways) frozen.add(way)
      applyFreeze()
    },
    thaw() {
      frozen.clear()
      applyFreeze()
    },
    /** The network forgets the connections that are open: neither side hears anything of the other any more, not even the end. */
    forget() {
      for (const line of lines) {
        line.isForgotten = true
        line.near.pause()
        line.far.pause()
      }
    },
    delay(ms: number) {
      lateMs = ms
    },
    throttle(bytes: number) {
      bytesASecond = bytes
    },
    open: () => lines.size,
    /** How many were cut for being idle. */
    idleCuts: () => cuts,
    close() {
      clearInterval(reaper)
      for (const { near, far } of lines) {
        near.destroy()
        far.destroy()
      }
      server.close()
    },
  }

  async function admit(near: Socket) {
    near.on('error', () => undefined)
    if (isDown) return near.resetAndDestroy()
    const far = await reach()
    if (!far || isDown || near.destroyed) {
      far?.destroy()
      return near.resetAndDestroy()
    }
    join({ near, far, heardAt: Date.now(), isForgotten: false, waiting: new Set() })
  }

  /** The next port that answers, as a load balancer finds it. */
  async function reach(): Promise<Socket | undefined> {
    for (const _ of ports) {
      const far = connect(ports[turn++ % ports.length]!, '127.0.0.1')
      far.on('error', () => undefined)
      const isThere = await once(far, 'connect').then(
        () => true,
        () => false,
      )
      if (isThere) return far
    }
    return undefined
  }

  function join(line: Line) {
    const { near, far } = line
    lines.add(line)
    near.setNoDelay(true)
    far.setNoDelay(true)
    carry(line, near, far, 'up')
    carry(line, far, near, 'down')
    applyFreeze()
  }

  function carry(line: Line, from: Socket, to: Socket, way: Way) {
    const pass = passing?.(way)
    const send = (bytes: Buffer) => {
      if (to.writable && !to.write(bytes)) holdBack(from, to, line, way)
    }
    from.on('data', (bytes) => {
      line.heardAt = Date.now()
      const deliver = pass ? () => pass(bytes, send) : () => send(bytes)
      const waitMs = lateMs + (bytes.length / bytesASecond) * 1000
      if (waitMs < 1) return deliver()
      line.waiting.add(way)
      from.pause()
      setTimeout(() => {
        line.waiting.delete(way)
        if (!isHeld(line, way)) from.resume()
        deliver()
      }, waitMs)
    })
    from.on('end', () => {
      if (!line.isForgotten) to.end()
    })
    from.on('close', () => {
      if (line.isForgotten) return
      lines.delete(line)
      to.destroy()
    })
    if (!isHeld(line, way)) from.resume()
  }

  function holdBack(from: Socket, to: Socket, line: Line, way: Way) {
    line.waiting.add(way)
    from.pause()
    to.once('drain', () => {
      line.waiting.delete(way)
      if (!isHeld(line, way)) from.resume()
    })
  }

  function isHeld(line: Line, way: Way): boolean {
    return line.isForgotten || frozen.has(way) || line.waiting.has(way)
  }

  function applyFreeze() {
    for (const line of lines) {
      for (const [way, from] of [
        ['up', line.near],
        ['down', line.far],
      ] as const) {
        if (isHeld(line, way)) from.pause()
        else from.resume()
      }
    }
  }

  function cutIdle(ms: number) {
    for (const { near, far, heardAt } of lines) {
      if (Date.now() - heardAt < ms) continue
      cuts++
      near.resetAndDestroy()
      far.resetAndDestroy()
    }
  }
}
