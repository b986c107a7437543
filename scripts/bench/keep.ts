import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { chart } from './chart.ts'
import { lines, tables } from './report.ts'
import type { Report } from './run.ts'
import { reached } from './targets.ts'

const [start, end] = ['<!-- figures -->', '<!-- end of figures -->']

/** The figures as JSON; the chart beside them; and, where a page beside them has a place for them, the tables. */
export function keep(report: Report, file: string) {
  const beside = (ending: string) => file.replace(/\.json$/, '') + ending
  const all = lines(report)
  const { machine, rounds } = report
  const conditions = `${machine.processors}, ${machine.system}, Node ${machine.node}, PostgreSQL ${machine.postgresql} with fsync ${machine.fsync}`
  const short = `${machine.processors}, Node ${machine.node}, PostgreSQL ${machine.postgresql}, fsync ${machine.fsync}`
  const when = `${machine.at.slice(0, 10)}, commit ${machine.commit}`
  writeFileSync(file, `${JSON.stringify({ ...report, medians: all, targets: reached(all) }, undefined, 2)}\n`)
  writeFileSync(beside('.svg'), chart(all, `${short} · medians of ${rounds} · ${when}`))
  const page = beside('.md')
  if (!existsSync(page)) return
  const text = readFileSync(page, 'utf8')
  const [before = '', rest = ''] = text.split(start)
  const [, after] = rest.split(end)
  if (after === undefined) return
  const packages = Object.entries(machine.packages).map(([name, version]) => `${name} ${version}`)
  const head = `${conditions}; ${packages.join(', ')}; inserts: ${machine.inserts}. Medians of ${rounds} rounds, ${when}.`
  writeFileSync(page, `${before}${start}\n\n${head}\n\n${tables(report)}\n\n${end}${after}`)
}
