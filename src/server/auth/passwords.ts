import { Argon2id } from 'oslo/password'
import pLimit from 'p-limit'
import { refusal } from '../errors.ts'

const argon = new Argon2id()
const atOnce = pLimit(2)
const mostWaiting = 200

/** Two at a time, so that a wave of sign-ins never stalls the sockets. */
export async function hashPassword(password: string): Promise<string> {
  return inTurn(() => argon.hash(password))
}

/** Takes its time without a hash as well, so that nobody learns which usernames exist. */
export async function verifyPassword(hash: string | null | undefined, password: string): Promise<boolean> {
  const isRight = await inTurn(async () => argon.verify(hash ?? (await decoy), password))
  return isRight && typeof hash === 'string'
}

/** For the one who watches the server. */
export function passwordsWaiting(): number {
  return atOnce.pendingCount
}

const decoy = argon.hash(crypto.randomUUID())

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (atOnce.pendingCount >= mostWaiting) {
    throw refusal('TOO_MANY_REQUESTS', {
      retryAfter: 5,
      message: 'Many people are signing in. Try again in 5 seconds.',
    })
  }
  return atOnce(work)
}
