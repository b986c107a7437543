import type { AddressInfo, Socket } from 'node:net'
import * as library from 'ws'
import { WebSocket, WebSocketServer } from 'ws'
import { inMemory, isStored, listening, type Said, stored } from './messages.ts'

/** The broadcast of ws's own documentation: one `send` of the same string for each client. Or (FRAMED) one frame, made once, written to each socket. */
type Frame = (payload: Buffer, options: { fin: boolean; opcode: number; readOnly: boolean }) => Buffer[]
// Its types do not know it.
const { Sender } = library as unknown as { Sender: { frame: Frame } }
const isFramed = process.env['FRAMED'] === '1'
const clients = new Set<WebSocket>()
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', backlog: 4096 })

server.on('connection', (socket) => {
  socket.on('error', () => undefined)
  socket.on('close', () => clients.delete(socket))
  socket.on('message', (bytes: Buffer) => {
    const text = bytes.toString()
    if (text === 'listen') clients.add(socket)
    else void take(socket, JSON.parse(text) as Said & { seq: number })
  })
})
server.on('listening', () => listening((server.address() as AddressInfo).port))

async function take(socket: WebSocket, said: Said & { seq: number }) {
  const text = JSON.stringify(isStored ? await stored(said) : inMemory(said))
  if (isFramed) writeFrame(text)
  else for (const client of clients) if (client.readyState === WebSocket.OPEN) client.send(text)
  socket.send(JSON.stringify({ acknowledged: said.seq }))
}

function writeFrame(text: string) {
  const frame = Buffer.concat(Sender.frame(Buffer.from(text), { fin: true, opcode: 1, readOnly: true }))
  for (const client of clients) (client as unknown as { _socket: Socket })._socket.write(frame)
}
