import { median } from './crowd/spread.ts'
import type { Report } from './run.ts'
import { type Reached, reached } from './targets.ts'

export type Line = { scenario: string; server: string; values: Record<string, number> }

/** Medians over the rounds; what must be zero is summed instead. */
export function lines({ rows }: Pick<Report, 'rows'>): Line[] {
  const keys = new Map(rows.map(({ scenario, server }) => [`${scenario}\n${server}`, { scenario, server }]))
  return [...keys.values()].map(({ scenario, server }) => {
    const own = rows.filter((row) => row.scenario === scenario && row.server === server)
    const names = Object.keys(own[0]?.values ?? {})
    const valuesOf = (name: string) => own.map(({ values }) => values[name] ?? Number.NaN)
    const values = names.map((name) => [name, summed.has(name) ? sum(valuesOf(name)) : median(valuesOf(name))] as const)
    return { scenario, server, values: Object.fromEntries(values) }
  })
}

const summed = new Set(['missing', 'doubled', 'wrong', 'outOfOrder', 'closed', 'messages', 'deliveries'])
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)

/** Every column that anybody should look at, with its heading; faults of all kinds in one. */
const columns: [heading: string, read: (values: Record<string, number>) => number | undefined][] = [
  ['µs CPU a delivery', ({ microseconds, deliveries }) => (deliveries === undefined ? undefined : microseconds)],
  ['acknowledged/s', ({ acknowledgedASecond }) => acknowledgedASecond],
  [
    'µs CPU a send',
    ({ microseconds, acknowledgedASecond }) => (acknowledgedASecond === undefined ? undefined : microseconds),
  ],
  ['µs CPU of PostgreSQL a message', ({ postgresMicroseconds }) => postgresMicroseconds],
  ['KB', ({ kilobytes }) => kilobytes],
  ['KB of heap', ({ heapKilobytes }) => heapKilobytes],
  ['seconds until all are in', ({ seconds }) => seconds],
  ['turned away', ({ turnedAway }) => turnedAway],
  ['ms', ({ milliseconds, seconds }) => (seconds === undefined ? milliseconds : undefined)],
  ['ms CPU each', ({ milliseconds, seconds }) => (seconds === undefined ? undefined : milliseconds)],
  ['ms CPU of PostgreSQL each', ({ postgresMilliseconds }) => postgresMilliseconds],
  ['average ms', ({ average }) => average],
  ['p50 ms', ({ p50 }) => p50],
  ['p99 ms', ({ p99 }) => p99],
  ['messages a frame', ({ messagesAFrame }) => messagesAFrame],
  ['deliveries', ({ deliveries }) => deliveries],
  ['out of order', ({ outOfOrder }) => outOfOrder],
  [
    'lost, doubled, altered',
    ({ missing, doubled, wrong = 0, closed = 0 }) =>
      missing === undefined || doubled === undefined ? undefined : missing + doubled + wrong + closed,
  ],
  ['server busy', ({ serverShare }) => serverShare],
  ['load busy', ({ crowdShare }) => crowdShare],
]

/** A table a scenario, with how Parley stands to each of the others; then the targets. In Markdown, which also reads well as it is. */
export function tables(report: Report): string {
  const all = lines(report)
  const names = [...new Set(all.map(({ scenario }) => scenario))]
  const parts = names.map((scenario) =>
    tableOf(
      scenario,
      all.filter((line) => line.scenario === scenario),
    ),
  )
  return [...parts, targetTable(reached(all))].join('\n\n')
}

function tableOf(scenario: string, own: Line[]): string {
  const used = columns.filter(([, read]) => own.some(({ values }) => read(values) !== undefined))
  const [, first] = used[0]!
  const parley = own.find(({ server }) => server === 'Parley')
  const rows = own.map(({ server, values }) => [
    server,
    shorten(parley && (first(parley.values) ?? Number.NaN) / (first(values) ?? Number.NaN)),
    ...used.map(([, read]) => shorten(read(values))),
  ])
  return `### ${scenario}\n\n${aligned([['', 'Parley ÷ it', ...used.map(([heading]) => heading)], ...rows])}`
}

function targetTable(all: Reached[]): string {
  const rows = all.map(({ what, to, target, measured, isReached }) => [
    what,
    to ? `÷ ${to}` : '',
    target,
    shorten(measured),
    isReached ? 'yes' : 'no',
  ])
  return `### Targets\n\n${aligned([['', '', 'target', 'measured', 'reached'], ...rows])}`
}

function aligned(rows: string[][]): string {
  const widths = rows[0]!.map((_, column) => Math.max(3, ...rows.map((row) => row[column]!.length)))
  const print = (row: string[]) =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join(' | ')} |`
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`
  return [print(rows[0]!), rule, ...rows.slice(1).map(print)].join('\n')
}

export function shorten(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return ''
  if (Math.abs(value) >= 100 || value === 0) return Math.round(value).toLocaleString('en')
  return String(Number(value.toPrecision(3)))
}
