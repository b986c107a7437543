import { median } from './crowd/spread.ts'
import { type Report, shorten } from './run.ts'

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

/** For people: a table a scenario, and how Parley stands to each of the others. */
export function table(report: Report): string {
  const all = lines(report)
  return [...new Set(all.map(({ scenario }) => scenario))]
    .map((scenario) => tableOf(all.filter((line) => line.scenario === scenario)))
    .join('\n\n')
}

function tableOf(own: Line[]): string {
  const names = [...new Set(own.flatMap(({ values }) => Object.keys(values)))]
  const [first = ''] = names
  const parley = own.find(({ server }) => server === 'Parley')?.values[first] ?? Number.NaN
  const rows = own.map(({ server, values }) => [
    server,
    shorten(parley / (values[first] ?? Number.NaN)),
    ...names.map((name) => shorten(values[name] ?? Number.NaN)),
  ])
  const head = [own[0]?.scenario ?? '', 'Parley/it', ...names]
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)))
  const print = (row: string[]) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  ')
  return [head, ...rows].map(print).join('\n')
}
