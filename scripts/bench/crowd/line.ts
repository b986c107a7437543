import { connect } from 'node:net'

/** A WebSocket as bare as it gets: no objects for frames, no copies unless a frame comes in pieces. */
export type Line = { say: (text: string) => void; close: () => void }

type Open = {
  port: number
  path: string
  headers: string[]
  onOpen: (line: Line) => void
  /** The text is only valid during the call. */
  onText: (text: Buffer, line: Line) => void
  onClose: (why: string) => void
}

const keyHeader = `Sec-WebSocket-Key: ${Buffer.from('a bench, not app').toString('base64')}`
/** Read by one socket at a time, so one is enough. */
const arrived = Buffer.allocUnsafe(256 * 1024)

export function openLine({ port, path, headers, onOpen, onText, onClose }: Open): Line {
  let isOpen = false
  let isClosed = false
  let rest: Buffer | undefined
  const socket = connect({
    port,
    host: '127.0.0.1',
    noDelay: true,
    onread: {
      buffer: arrived,
      callback(size) {
        take(arrived.subarray(0, size))
        return true
      },
    },
  })
  socket.on('error', (error) => close(error.message))
  socket.on('close', () => close('closed'))
  socket.on('connect', () =>
    socket.write(
      [
        `GET ${path} HTTP/1.1`,
        `Host: 127.0.0.1:${port}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        keyHeader,
        ...headers,
        '\r\n',
      ].join('\r\n'),
    ),
  )
  const line: Line = {
    say: (text) => void socket.write(frame(1, Buffer.from(text))),
    close() {
      isClosed = true
      socket.destroy()
    },
  }
  return line

  function close(why: string) {
    if (isClosed) return
    isClosed = true
    socket.destroy()
    onClose(why)
  }

  function take(chunk: Buffer) {
    const bytes = rest ? Buffer.concat([rest, chunk]) : chunk
    let at = 0
    if (!isOpen) {
      const end = bytes.indexOf('\r\n\r\n')
      if (end < 0) {
        rest = Buffer.from(bytes)
        return
      }
      const status = bytes.toString('latin1', 0, bytes.indexOf('\r\n'))
      if (!status.startsWith('HTTP/1.1 101')) return close(status)
      isOpen = true
      at = end + 4
      onOpen(line)
    }
    for (let end = endOfFrame(bytes, at); end > 0; end = endOfFrame(bytes, at)) {
      const size = bytes[at + 1]! & 127
      const start = at + (size < 126 ? 2 : size === 126 ? 4 : 10)
      hear(bytes[at]!, bytes.subarray(start, end))
      at = end
    }
    rest = at < bytes.length ? Buffer.from(bytes.subarray(at)) : undefined
  }

  function hear(first: number, payload: Buffer) {
    if (first === 0x81) onText(payload, line)
    else if (first === 0x89) socket.write(frame(10, payload))
    else if (first === 0x88) close(`closed with ${payload.length >= 2 ? payload.readUInt16BE(0) : 'no code'}`)
    else close(`a frame that begins with ${first}, which none of the servers should send`)
  }
}

/** Where the frame that begins here ends; 0 when it is not whole yet. */
function endOfFrame(bytes: Buffer, at: number): number {
  const there = bytes.length - at
  if (there < 2) return 0
  const size = bytes[at + 1]! & 127
  if (size === 126 && there < 4) return 0
  if (size === 127 && there < 10) return 0
  const end =
    size < 126
      ? at + 2 + size
      : size === 126
        ? at + 4 + bytes.readUInt16BE(at + 2)
        : at + 10 + bytes.readUInt32BE(at + 6)
  return end <= bytes.length ? end : 0
}

/** Clients must mask; the mask of zeros leaves the text as it is. */
function frame(opcode: number, payload: Buffer): Buffer {
  const isLong = payload.length > 125
  const head = Buffer.alloc(isLong ? 8 : 6)
  head[0] = 0x80 | opcode
  head[1] = 0x80 | (isLong ? 126 : payload.length)
  if (isLong) head.writeUInt16BE(payload.length, 2)
  return Buffer.concat([head, payload])
}
