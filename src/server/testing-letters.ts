import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

type Letter = { to: string; subject: string; language: string; text: string }

/** A real mail server that keeps what it gets. */
export async function openLetterBox() {
  const letters: Letter[] = []
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        letters.push({ to: session.envelope.rcptTo[0]?.address ?? '', ...read(Buffer.concat(chunks).toString()) })
        done()
      })
    },
  })
  smtp.listen(0, '127.0.0.1')
  await once(smtp.server, 'listening')
  const { port } = smtp.server.address() as AddressInfo

  return {
    /** With these an app sends its mails here. */
    environment: { SMTP_URL: `smtp://127.0.0.1:${port}`, PUBLIC_URL: 'http://chat.example.test' },
    letters,
    async letterTo(address: string) {
      for (let tries = 0; tries < 100; tries++) {
        const letter = letters.findLast(({ to }) => to === address)
        if (letter) return letter
        await new Promise((resolve) => setTimeout(resolve, 30))
      }
      throw new Error(`No letter came to ${address}`)
    },
    stop: () => new Promise<void>((resolve) => smtp.close(() => resolve())),
  }
}

/** As the person reads it who gets it. */
function read(raw: string): Omit<Letter, 'to'> {
  const [head = '', ...rest] = raw.split('\r\n\r\n')
  const headers = new Map(
    head
      .replaceAll(/\r\n[ \t]+/g, ' ')
      .split('\r\n')
      .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  )
  const words = /=\?utf-8\?([bq])\?(.*?)\?=/gi
  const subject = (headers.get('subject') ?? '').replaceAll(/\?=\s+=\?/g, '?==?')
  return {
    subject: subject.replaceAll(words, (_, way: string, said: string) => decoded(way, said.replaceAll('_', ' '))),
    language: headers.get('content-language') ?? '',
    text: decoded(headers.get('content-transfer-encoding')?.at(0) ?? '', rest.join('\r\n\r\n')).replaceAll(
      '\r\n',
      '\n',
    ),
  }
}

/** By the first letter of base64 or quoted-printable; anything else is plain. */
function decoded(way: string, text: string): string {
  if (/b/i.test(way)) return Buffer.from(text, 'base64').toString()
  if (!/q/i.test(way)) return text
  const bytes = text.replaceAll('=\r\n', '').replaceAll(/=([0-9A-F]{2})/g, (_, code: string) => `%${code}`)
  return decodeURIComponent(bytes.replaceAll(/%(?![0-9A-F]{2})/g, '%25'))
}
