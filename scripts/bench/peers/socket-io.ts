import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import { inMemory, isStored, listening, type Said, stored } from './messages.ts'

/** A room, as socket.io's documentation shows it: emit to all in it, acknowledge to the sender. */
const http = createServer()
const server = new Server(http)

server.on('connection', (socket) => {
  socket.on('listen', async () => {
    await socket.join('chat')
    socket.emit('listening')
  })
  socket.on('send', async (said: Said, acknowledge: (stored: { number: number }) => void) => {
    const message = isStored ? await stored(said) : inMemory(said)
    server.to('chat').emit('message', message)
    acknowledge({ number: message.number })
  })
})
http.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => listening((http.address() as AddressInfo).port))
