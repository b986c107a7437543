import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isReason, refusal, sentence } from './errors.ts'

test('every reason that SQL raises is one of ours', () => {
  const raised = readdirSync('migrations').flatMap((name) =>
    [...readFileSync(`migrations/${name}`, 'utf8').matchAll(/refuse\('([A-Z_]+)'/g)].map(([, reason]) => reason),
  )
  expect(raised.length).toBeGreaterThan(20)
  expect(raised.filter((reason) => !isReason(reason))).toEqual([])
})

test('every reason has a sentence for the person, and its HTTP meaning', () => {
  const source = readFileSync('src/server/errors.ts', 'utf8')
  const reasons = [...source.matchAll(/^ {2}([A-Z_]+): \[/gm)].map(([, reason]) => reason)
  expect(reasons.length).toBeGreaterThan(30)
  for (const reason of reasons) {
    if (!isReason(reason)) throw new Error(`${reason} is not a reason`)
    expect(sentence(reason)).toMatch(/^[A-Z].+\.$/)
    expect(refusal(reason)).toMatchObject({ reason, message: sentence(reason), code: expect.any(String) })
  }
})
