import { expect, test } from 'vitest'
import { createHeard } from './heard.ts'

test('of two marks of somebody the one further on is told, in whatever order they were heard of', () => {
  const heard = createHeard()
  heard.tick()
  heard.mark('engines', 'ada', 6)
  heard.tick()
  heard.mark('engines', 'ada', 5)
  expect(heard.marksSince('engines', 0)).toEqual([{ userId: 'ada', number: 6 }])
  expect(heard.marksSince('engines', 1)).toEqual([{ userId: 'ada', number: 6 }])
  expect(heard.marksSince('engines', 2)).toEqual([])
})

test('a mark heard of in another database is of no use', () => {
  const heard = createHeard()
  heard.headsCame({ engines: 6 }, 'one')
  heard.tick()
  heard.mark('engines', 'ada', 6)
  heard.headsCame({ engines: 2 }, 'other')
  expect(heard.marksSince('engines', 0)).toEqual([])
})
