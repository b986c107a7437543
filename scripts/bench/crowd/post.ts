import { connect, type Socket } from 'node:net'

export type Poster = { post: (path: string, body: string) => Promise<string>; close: () => void }

/** HTTP with keep-alive, one request at a time. Resolves with the body of a 200; anything else is an error. */
export function openPoster(port: number, token: string): Poster {
  let waiting: { resolve: (body: string) => void; reject: (error: Error) => void } | undefined
  let answer = ''
  const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true })
  socket.setEncoding('latin1')
  socket.on('data', (chunk: string) => {
    answer += chunk
    const body = bodyOf(answer)
    if (body === undefined) return
    const isFine = answer.startsWith('HTTP/1.1 200')
    const status = answer.slice(0, 12)
    answer = ''
    const asked = waiting
    waiting = undefined
    if (isFine) asked?.resolve(body)
    else asked?.reject(new Error(`${status}: ${body.slice(0, 500)}`))
  })
  socket.on('error', (error) => waiting?.reject(error))
  socket.on('close', () => waiting?.reject(new Error('The server closed the connection')))

  return {
    post(path, body) {
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        const head = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n`
        socket.write(`${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
      })
    },
    close() {
      waiting = undefined
      socket.destroy()
    },
  }
}

/** Undefined while it is not whole. */
function bodyOf(answer: string): string | undefined {
  const start = answer.indexOf('\r\n\r\n') + 4
  if (start < 4) return undefined
  const head = answer.slice(0, start).toLowerCase()
  const [, size] = /content-length: (\d+)/.exec(head) ?? []
  if (size !== undefined) return answer.length - start >= Number(size) ? answer.slice(start) : undefined
  let body = ''
  for (let at = start; ;) {
    const line = answer.indexOf('\r\n', at)
    if (line < 0) return undefined
    const length = Number.parseInt(answer.slice(at, line), 16)
    const end = line + 2 + length
    if (answer.length < end + 2) return undefined
    if (length === 0) return body
    body += answer.slice(line + 2, end)
    at = end + 2
  }
}
