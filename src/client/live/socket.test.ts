import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startTestApp, type TestApp } from '../../server/testing.ts'
import { watchful } from './socket.ts'
import { openLine, socketOf } from './testing.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())

test('a socket whose other end says nothing any more is closed within a second', async () => {
  const bob = await app.person('bob')
  const line = await openLine(app)
  const Socket = watchful(socketOf(bob.token, []))
  const socket = new Socket(`${line.url.replace('http', 'ws')}/trpc`)
  await new Promise((resolve) => socket.addEventListener('open', resolve))
  line.goDead()
  const since = Date.now()
  const closed = new Promise((resolve) => socket.addEventListener('close', resolve))
  socket.close()
  await closed
  expect(Date.now() - since).toBeLessThan(1000)
  line.close()
})

test('a socket that has heard nothing for 45 seconds closes itself, and one that has does not', () => {
  vi.useFakeTimers()
  const close = vi.fn<() => void>()
  class Silent extends EventTarget {
    readonly CLOSED = 3
    readyState = 3
    close = close
  }
  // The silent one has what the watch needs of a socket: to hear, and to close.
  const Socket = watchful(Silent as unknown as typeof WebSocket)
  const socket = new Socket('ws://nowhere')
  vi.advanceTimersByTime(40_000)
  socket.dispatchEvent(new Event('message'))
  vi.advanceTimersByTime(40_000)
  expect(close).not.toHaveBeenCalled()
  vi.advanceTimersByTime(10_000)
  expect(close).toHaveBeenCalled()
  vi.useRealTimers()
})
