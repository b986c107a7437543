import { randomUUID } from 'node:crypto'
import pg from 'pg'

export type Said = { id: string; text: string }
export type Message = { number: number; id: string; chatId: string; senderId: string; text: string; createdAt: Date }

const chatId = randomUUID()
const senderId = randomUUID()
let number = 0

const pool = process.env['DATABASE_URL']
  ? new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 20 })
  : undefined
// The bench takes the databases away under its peers at the end.
pool?.on('error', () => undefined)

/** Without a database the message lives in memory; with one it is inserted, one row a statement, before anybody is told. */
export const isStored = pool !== undefined

export function inMemory({ id, text }: Said): Message {
  return { number: ++number, id, chatId, senderId, text, createdAt: new Date() }
}

export async function stored(said: Said): Promise<Message> {
  const { rows } = await pool!.query<{ number: string; created_at: Date }>({
    name: 'insert-message',
    text: 'insert into messages (id, chat_id, sender_id, text) values ($1, $2, $3, $4) returning number, created_at',
    values: [said.id, chatId, senderId, said.text],
  })
  const [row] = rows
  return { number: Number(row!.number), id: said.id, chatId, senderId, text: said.text, createdAt: row!.created_at }
}

export function listening(port: number) {
  process.send!({ port })
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0))
