import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { play, scenarios } from './play.ts'
import { type Postgres, startPostgres } from './postgres.ts'
import { hasPassed, lineOf } from './table.ts'

const longestMs = 180_000
let folder: string
let postgres: Postgres

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'parley-faults-'))
  chmodSync(folder, 0o711)
  postgres = await startPostgres(folder)
})
afterAll(() => {
  postgres.stop()
  rmSync(folder, { recursive: true, force: true })
})

test.concurrent(
  'nothing is lost, doubled, mixed up or leaked when one of two busy processes is killed',
  () => checkPlayed('crash-loop', 2),
  longestMs,
)

test.concurrent(
  'nothing of somebody comes after his removal, however close the race, and nothing is lost by it',
  () => checkPlayed('removal-race', 1),
  longestMs,
)

test.concurrent(
  'broken frames end no process, and each is answered or closed',
  () => checkPlayed('malformed-frames', 1),
  longestMs,
)

test('every scenario has a name of its own', () => {
  const names = scenarios.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
})

async function checkPlayed(name: string, processes: number) {
  const scenario = scenarios.find((one) => one.name === name)!
  const line = await play(postgres, scenario, { seed: 7, processes, lossPercent: 0, isQuick: true, minutes: 1 })
  if (!hasPassed(line)) throw new Error(lineOf(line))
}
