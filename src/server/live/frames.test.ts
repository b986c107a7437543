import type { Writable } from 'node:stream'
import fc from 'fast-check'
import superjson from 'superjson'
import { expect, test } from 'vitest'
import * as ws from 'ws'
import { bodiesOf, frameOf, pieceOf } from './frames.ts'
import type { News } from './news.ts'

const key = fc
  .string({ minLength: 1 })
  .filter((name) => !['__proto__', 'constructor', 'prototype', 'toJSON'].includes(name))
const anything = fc.anything({
  withDate: true,
  withMap: true,
  withSet: true,
  withBigInt: true,
  maxDepth: 2,
  key,
  values: [
    fc.string({ unit: 'binary' }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.constant(undefined),
    fc.date(),
  ],
})

/** The part of ws that reads frames, which its types do not name. */
const { Receiver } = ws as unknown as { Receiver: new (options: { isServer: boolean }) => Writable }

/** What a client reads of a frame. */
async function read(frames: Buffer[]): Promise<string[]> {
  const texts: string[] = []
  const receiver = new Receiver({ isServer: false })
  receiver.on('message', (text: Buffer, isBinary: boolean) => texts.push(isBinary ? 'binary' : text.toString()))
  for (const frame of frames) await new Promise<void>((resolve) => receiver.write(frame, () => resolve()))
  return texts
}

test('whatever news hold, a client reads from the frames what superjson would have sent', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.dictionary(key, anything), { minLength: 1 }), async (all) => {
      const news = all.map((one) => ({ ...one, type: 'read' })) as unknown as News[]
      const frames = bodiesOf(news.map(pieceOf)).map(({ body }) => frameOf('7', body))
      const heard = (await read(frames)).flatMap((text) => {
        const { id, result } = JSON.parse(text)
        expect({ id, type: result.type }).toEqual({ id: 7, type: 'data' })
        return superjson.deserialize<News[]>(result.data)
      })
      expect(heard).toEqual(superjson.parse(superjson.stringify(news)))
    }),
    { seed: 7, numRuns: 100 },
  )
})

test('much at once is split between news, and nothing is left out', async () => {
  for (const length of [1, 100, 125, 126, 5000, 65_535, 70_000]) {
    const news = Array.from(
      { length: 40 },
      (_, number) => ({ type: 'typing', chatId: 'x'.repeat(length), userId: `${number}` }) as const,
    )
    const bodies = bodiesOf(news.map(pieceOf))
    const heard = (await read(bodies.map(({ body }) => frameOf('"a"', body)))).map(
      (text) => JSON.parse(text).result.data.json,
    )
    expect(heard.flat()).toEqual(news)
    expect(heard.map((part: News[]) => part.length)).toEqual(bodies.map(({ count }) => count))
    expect(Math.max(...bodies.map(({ body }) => body.length))).toBeLessThan(32 * 1024 + length + 200)
  }
})
