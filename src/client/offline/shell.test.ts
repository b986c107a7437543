import { expect, test } from 'vitest'
import type { WorkerScope } from './scope.ts'
import { keepShell } from './shell.ts'

/** A browser that keeps these pages, the oldest first, and has no network. */
function offlineWith(kept: Record<string, string>) {
  const listeners = new Map<string, (event: unknown) => void>()
  const cacheOf = (name: string) => ({
    match: async () => (kept[name] === undefined ? undefined : new Response(kept[name])),
  })
  const scope = {
    addEventListener: (type: string, listener: (event: unknown) => void) => listeners.set(type, listener),
    location: { origin: 'http://parley.example' },
    fetch: async () => {
      throw new TypeError('no network')
    },
    caches: {
      open: async (name: string) => cacheOf(name),
      match: async () => cacheOf(Object.keys(kept)[0] ?? '').match(),
      keys: async () => Object.keys(kept),
    },
  }
  return { scope: scope as unknown as WorkerScope, listeners }
}

test('without a network the app opens as it was last updated, not as it was before', async () => {
  const { scope, listeners } = offlineWith({ 'shell-1': 'the former page', 'shell-2': 'the page' })
  keepShell(scope, { name: 'shell-2', files: [] })
  let answer: Promise<Response> | undefined
  const request = { method: 'GET', mode: 'navigate', url: 'http://parley.example/settings' }
  listeners.get('fetch')?.({ request, respondWith: (given: Promise<Response>) => (answer = given) })
  expect(await (await answer)?.text()).toBe('the page')
})
