import { expect } from 'vitest'
import { openLetterBox } from '../server/testing-letters.ts'

export type Postman = Awaited<ReturnType<typeof startPostman>>

/** A mail server that keeps what comes to it. */
export async function startPostman() {
  const { environment, letters, stop } = await openLetterBox()
  return {
    environment,

    /** The place to which the newest mail leads. */
    async linkTo(address: string, purpose: 'verify' | 'reset') {
      const find = () => letters.findLast(({ to }) => to === address)?.text.match(`/${purpose}#[\\w-]{32}`)?.[0]
      await expect.poll(find, { timeout: 5000 }).toBeDefined()
      return find() ?? ''
    },

    stop,
  }
}
