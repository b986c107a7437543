import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { expect } from 'vitest'

export type Postman = Awaited<ReturnType<typeof startPostman>>

/** A mail server that keeps what comes to it. */
export async function startPostman() {
  const letters: { to: string; text: string }[] = []
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      let text = ''
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
      stream.on('end', () => {
        const to = session.envelope.rcptTo[0]?.address ?? ''
        letters.push({ to, text: text.replaceAll('=\r\n', '').replaceAll('=3D', '=') })
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

    /** The place to which the newest mail leads. */
    async linkTo(address: string, purpose: 'verify' | 'reset') {
      const find = () => letters.findLast(({ to }) => to === address)?.text.match(`/${purpose}#[\\w-]{32}`)?.[0]
      await expect.poll(find, { timeout: 5000 }).toBeDefined()
      return find() ?? ''
    },

    stop: () => new Promise<void>((resolve) => smtp.close(() => resolve())),
  }
}
