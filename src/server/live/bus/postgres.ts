import { randomUUID } from 'node:crypto'
import { Socket } from 'node:net'
import pg from 'pg'
import { connectionOf } from '../../database/database.ts'
import type { Hear, Line } from './line.ts'

const connectMs = 3000
const beatMs = 2500
const mostUnheard = 2
/** PostgreSQL takes less than 8000. */
const mostBytes = 7900
/** A NOTIFY wakes every process that listens, so not more often than this. */
const gapMs = 20

/** LISTEN and NOTIFY, on a connection of its own. It hears its own heart, so that one that went deaf without a word is noticed. */
export function openPostgres(url: string) {
  return async (hear: Hear): Promise<Line> => {
    const socket = new Socket()
    const client = new pg.Client({
      ...connectionOf(url),
      application_name: 'parley bus',
      connectionTimeoutMillis: connectMs,
      keepAlive: true,
      stream: () => socket,
    })
    const own = `parley_${randomUUID()}`
    let isOver = false
    let queue: Promise<unknown> = Promise.resolve()
    let unheard = 0
    let announce: (why: unknown) => void = () => undefined
    const ended = new Promise<unknown>((resolve) => (announce = resolve))
    // A client that is told to end waits for the other side; the socket does not.
    const end = (why: unknown) => {
      if (isOver) return
      isOver = true
      clearInterval(beats)
      socket.destroy()
      announce(why)
    }
    const beats = setInterval(beat, beatMs)
    client.on('error', end)
    client.on('end', () => end('The connection ended'))
    client.on('notification', ({ channel, payload = '', processId }) => {
      if (channel === own) unheard = 0
      else if (processId !== ownProcessId) hear(channel, payload)
    })
    let ownProcessId = 0
    try {
      await client.connect()
      const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
      await client.query(`listen ${client.escapeIdentifier(own)}`)
      ownProcessId = rows[0]?.pid ?? 0
    } catch (error) {
      end(error)
      throw error
    }

    return {
      mostBytes,
      gapMs,
      ended,
      end: () => end('It was closed'),
      // One statement, outside of any transaction: whoever commits a NOTIFY takes a lock that all others want.
      send: (packets) =>
        inTurn('select pg_notify(subject, text) from unnest($1::text[], $2::text[]) as notes (subject, text)', [
          packets.map(({ subject }) => subject),
          packets.map(({ text }) => text),
        ]),
      listen: (subject) => order(`listen ${client.escapeIdentifier(subject)}`),
      unlisten: (subject) => order(`unlisten ${client.escapeIdentifier(subject)}`),
    }

    function order(text: string) {
      inTurn(text).catch(end)
    }

    /** One after the other, as the connection takes them. */
    function inTurn(text: string, values: unknown[] = []): Promise<unknown> {
      const done = queue.then(() => client.query(text, values))
      queue = done.catch(() => undefined)
      return done
    }

    function beat() {
      if (++unheard > mostUnheard) return end('Its own heartbeat was not heard')
      if (ownProcessId) inTurn('select pg_notify($1, $2)', [own, '']).catch(end)
    }
  }
}
