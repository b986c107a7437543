import { readFileSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'

const built = new URL('../../dist/', import.meta.url)
const read = (file: string) => readFileSync(new URL(file, built), 'utf8')

/** A script and all that it must have before it can run. */
function withImports(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found
  found.add(file)
  for (const [, next] of read(file).matchAll(/(?:from|import)\s*["']\.\/([\w-]+\.js)["']/g))
    withImports(`assets/${next}`, found)
  return found
}

test('what must be there before chats and a conversation are shown is at most 150 kB of compressed script', () => {
  const page = read('home.html')
  const scripts = [...page.matchAll(/(?:src|href)="\/(assets\/[\w-]+\.js)"/g)].map(([, file]) => file ?? '')
  const first = new Set(scripts.flatMap((file) => [...withImports(file)]))
  const bytes = [...first].reduce((sum, file) => sum + statSync(new URL(`${file}.br`, built)).size, 0)
  expect(first.size).toBeGreaterThan(2)
  expect(bytes).toBeGreaterThan(50_000)
  expect(bytes).toBeLessThanOrEqual(150_000)
})
