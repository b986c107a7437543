import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** How many features each of the five systems has that Parley replaces. */
const counts = { S0: 28, S1: 47, S2: 28, S3: 89, S4: 42 }

const rows = [...readFileSync('docs/features.md', 'utf8').matchAll(/^\| (S\d\.\d+) \| (.+?) \| (.*?) \|$/gm)].map(
  ([, id = '', where = '', shown = '']) => ({ id, where, shown }),
)
const tests = ['src', 'scripts']
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`))
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => readFileSync(name, 'utf8'))
  .join('\n')

test('every feature of the five systems has its row, once and in order', () => {
  const wanted = Object.entries(counts).flatMap(([system, count]) =>
    Array.from({ length: count }, (_, index) => `${system}.${index + 1}`),
  )
  expect(rows.map(({ id }) => id)).toEqual(wanted)
})

test('every row says where it works, and names a test that is there, or says why none can be', () => {
  const faults = rows.filter(({ where, shown }) => {
    const isExplained = shown.startsWith('— ') && shown.endsWith('.')
    return (
      where.length < 4 || !(isExplained || (shown.length > 10 && tests.includes(`'${shown.replaceAll("'", "\\'")}'`)))
    )
  })
  expect(faults).toEqual([])
})
