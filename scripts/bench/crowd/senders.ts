import { v7 as uuid } from 'uuid'
import { type DialectName, dialects } from './dialects.ts'
import { openLine } from './line.ts'
import { openPoster } from './post.ts'
import { textOf } from './words.ts'

/** Somebody who sends, `batch` messages at a time; resolves when the server has answered all of them. */
export type Sender = { batch: number; send: (seqs: number[]) => Promise<void>; close: () => void }
export type Speaker = { token?: string; chatId?: string }

export function openSenders(name: DialectName, port: number, speakers: Speaker[], batch: number): Promise<Sender[]> {
  return Promise.all(
    speakers.map(({ token = '', chatId = '' }) =>
      name === 'parley' ? overHttp(port, token, chatId, batch) : overSocket(name, port, batch),
    ),
  )
}

/** As tRPC's `httpLink` does, or, for more than one, its `httpBatchLink`. */
function overHttp(port: number, token: string, chatId: string, batch: number): Promise<Sender> {
  const poster = openPoster(port, token)
  const inputOf = (seq: number) => ({ json: { chatId, id: uuid(), text: textOf(seq) } })
  const batchPath = `/trpc/${Array.from({ length: batch }, () => 'messages.send').join(',')}?batch=1`
  return Promise.resolve({
    batch,
    async send(seqs) {
      const isBatch = batch > 1
      const body = isBatch ? Object.fromEntries(seqs.map((seq, place) => [place, inputOf(seq)])) : inputOf(seqs[0]!)
      const answer = await poster.post(isBatch ? batchPath : '/trpc/messages.send', JSON.stringify(body))
      const acknowledged = answer.split('"number":').length - 1
      if (acknowledged !== seqs.length) throw new Error(`Not all were acknowledged: ${answer}`)
    },
    close: poster.close,
  })
}

function overSocket(name: DialectName, port: number, batch: number): Promise<Sender> {
  const dialect = dialects[name]
  const waiting = new Map<number, () => void>()
  return new Promise((resolve, reject) => {
    const line = openLine({
      port,
      path: dialect.path,
      headers: [],
      onOpen: () => ready(''),
      onText(bytes) {
        const text = bytes.toString()
        const seq = dialect.acknowledged(text)
        if (seq !== undefined) {
          waiting.get(seq)?.()
          waiting.delete(seq)
          return
        }
        const reply = dialect.reply(text)
        const isInvitation = reply?.includes('listen') ?? false
        if (reply !== undefined && !isInvitation) line.say(reply)
        ready(text)
      },
      onClose: (why) => reject(new Error(`A sender was turned away: ${why}`)),
    })

    function ready(text: string) {
      if (dialect.isReady(text, 'sender')) resolve({ batch, send, close: line.close })
    }

    async function send(seqs: number[]) {
      await Promise.all(
        seqs.map(
          (seq) =>
            new Promise<void>((acknowledge) => {
              waiting.set(seq, acknowledge)
              line.say(dialect.say(seq))
            }),
        ),
      )
    }
  })
}
