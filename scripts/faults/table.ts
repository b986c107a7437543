import type { Outcome } from './stage.ts'

export type Line =
  | { name: string; where: string; outcome: Outcome; seconds: number }
  | { name: string; where: string; skipped: string }
  | { name: string; where: string; broken: string }

const columns = [
  ['scenario', 26],
  ['on', 13],
  ['acked', 7],
  ['unknown', 7],
  ['lost', 5],
  ['doubled', 7],
  ['unordered', 9],
  ['leaked', 6],
  ['dense', 5],
  ['gaps', 6],
  ['heard p50/p99', 13],
  ['recovery p50/p99', 16],
  ['RSS MB', 6],
  ['lag ms', 6],
  ['deaths', 7],
  ['s', 4],
  ['', 6],
] as const

export function heading(): string {
  return cells(columns.map(([name]) => name))
}

/** One scenario in one line, with what is wrong and what else was measured below it. */
export function lineOf(line: Line): string {
  if ('skipped' in line) return `${cells([line.name, line.where])} skipped: ${line.skipped}`
  if ('broken' in line) return `${cells([line.name, line.where])} BROKEN: ${line.broken}`
  const { outcome } = line
  const { p50, p99 } = outcome.recoveryMs
  const row = cells([
    line.name,
    line.where,
    outcome.acknowledged,
    outcome.unknown,
    outcome.lost,
    outcome.doubled,
    outcome.outOfOrder,
    outcome.leaked,
    outcome.isDense ? 'yes' : 'NO',
    outcome.gapsShown,
    `${rounded(outcome.heardMs.p50)}/${rounded(outcome.heardMs.p99)}`,
    `${rounded(p50)}/${rounded(p99)}`,
    rounded(outcome.rssMb),
    rounded(outcome.lagMs),
    `${outcome.deaths.expected}+${outcome.deaths.unexpected}`,
    rounded(line.seconds),
    hasPassed(line) ? 'ok' : 'FAILED',
  ])
  const below = [...outcome.faults.map((fault) => `  ! ${fault}`), ...outcome.notes.map((note) => `  · ${note}`)]
  return [row, ...below].join('\n')
}

export function hasPassed(line: Line): boolean {
  if ('skipped' in line) return true
  if ('broken' in line) return false
  const { lost, doubled, outOfOrder, leaked, isDense, deaths, faults } = line.outcome
  return lost + doubled + outOfOrder + leaked + deaths.unexpected + faults.length === 0 && isDense
}

function cells(values: readonly (string | number)[]): string {
  return values
    .map((value, index) =>
      index < 2 ? String(value).padEnd(columns[index]![1]) : String(value).padStart(columns[index]![1]),
    )
    .join(' ')
}

function rounded(figure: number | undefined): string {
  return figure === undefined ? '-' : String(Math.round(figure))
}
