import type { Page } from 'playwright-core'
import { v7 as uuid } from 'uuid'
import { createTRPCClient, httpLink } from '@trpc/client'
import superjson from 'superjson'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AppRouter } from '../../src/server/routers/index.ts'

/** As with a finger or a wheel that does not stop, at a speed that shows about thirty messages a second. */
export async function scroll(page: Page, pixels: number, pixelsASecond = 1500) {
  const session = await page.context().newCDPSession(page)
  const box = (await page.getByRole('log').boundingBox())!
  await session.send('Input.synthesizeScrollGesture', {
    x: Math.round(box.x + box.width / 2),
    y: Math.round(box.y + box.height / 2),
    yDistance: pixels,
    speed: pixelsASecond,
    gestureSourceType: 'mouse',
    preventFling: true,
  })
  await session.detach()
}

/** So many messages a second for so long, by one after another of those who talk. */
export async function talk(
  url: string,
  chatId: string,
  tokens: string[],
  { aSecond, seconds }: { aSecond: number; seconds: number },
) {
  const speakers = tokens.map((token) => callerAt(url, token))
  const start = performance.now()
  const sent: Promise<unknown>[] = []
  for (let count = 0; count < aSecond * seconds; count++) {
    await sleep(Math.max(0, start + (count * 1000) / aSecond - performance.now()))
    const text = `Said while everybody looks, the ${count + 1}. of many${' and so on'.repeat(count % 12)}`
    sent.push(speakers[count % speakers.length]!.messages.send.mutate({ id: uuid(), chatId, text }))
  }
  await Promise.all(sent)
}

export function callerAt(url: string, token: string) {
  const headers = { authorization: `Bearer ${token}` }
  return createTRPCClient<AppRouter>({ links: [httpLink({ url: `${url}/trpc`, transformer: superjson, headers })] })
}
