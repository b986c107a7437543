import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'

/** tRPC's word for: open a new socket, and leave this one when it stands. */
const reconnect = '{"id":null,"method":"reconnect"}'
const turnMs = 50
const mostPerTurn = 5
const spreadMs = 4000
const patienceMs = 2000

/** Sends the clients away one after the other, so that they do not arrive at the next server all at once, and waits until they are gone, for six seconds at most. */
export async function sendAway(sockets: WebSocket[]) {
  const perTurn = Math.max(mostPerTurn, Math.ceil((sockets.length * turnMs) / spreadMs))
  for (let first = 0; first < sockets.length; first += perTurn) {
    for (const socket of sockets.slice(first, first + perTurn)) socket.send(reconnect)
    await sleep(turnMs)
  }
  const latest = Date.now() + patienceMs
  while (sockets.some(({ readyState }) => readyState === WebSocket.OPEN) && Date.now() < latest) await sleep(turnMs)
}
