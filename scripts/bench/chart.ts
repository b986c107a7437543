import type { Line } from './report.ts'
import { type ScenarioName, scenarios } from './scenarios.ts'
import { whole } from './sizes.ts'

type Panel = {
  title: string
  scenario: ScenarioName
  value: string
  digits: number
  servers: [server: string, label: string][]
}

const panels: Panel[] = [
  {
    title: 'Server CPU for each delivered message, 1000 listeners · µs, less is better',
    scenario: 'burst',
    value: 'microseconds',
    digits: 1,
    servers: [
      ['Parley', 'Parley (stored)'],
      ['ws', 'bare ws loop'],
      ['socket.io', 'socket.io'],
      ['tRPC guide', 'tRPC as in its guide'],
    ],
  },
  {
    title: 'Durable sends a second, 64 under way · more is better',
    scenario: 'send',
    value: 'acknowledgedASecond',
    digits: 0,
    servers: [
      ['Parley, batches of 8', 'Parley, calls in batches'],
      ['Parley', 'Parley, a call each'],
      ['socket.io, stored', 'socket.io + insert'],
      ['tRPC guide, stored', 'tRPC guide + insert'],
      ['pgbench', 'bare inserts (pgbench)'],
    ],
  },
]

const [width, labels, bar, gap, titleHeight] = [760, 190, 20, 8, 34]

/** The two figures that people ask for first, as SVG that follows the reader's light or dark page. */
export function chart(lines: Line[], footnote: string): string {
  const names = scenarios(whole)
  let y = 8
  const drawn = panels.flatMap(({ title, scenario, value, digits, servers }) => {
    const rows = servers.flatMap(([server, label]) => {
      const line = lines.find((one) => one.scenario === names[scenario] && one.server === server)
      return line ? [{ label, figure: line.values[value] ?? 0, isOurs: server.startsWith('Parley') }] : []
    })
    if (rows.length === 0) return []
    const most = Math.max(...rows.map(({ figure }) => figure))
    const parts = [`<text class="title" x="0" y="${y + 16}">${title}</text>`]
    y += titleHeight
    for (const { label, figure, isOurs } of rows) {
      const length = Math.max(2, (figure / most) * (width - labels - 90))
      const told = figure.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits })
      parts.push(
        `<text x="${labels - 10}" y="${y + 15}" text-anchor="end">${label}</text>`,
        `<rect class="${isOurs ? 'ours' : 'other'}" x="${labels}" y="${y}" width="${length.toFixed(1)}" height="${bar}" rx="3"/>`,
        `<text x="${(labels + length + 8).toFixed(1)}" y="${y + 15}">${told}</text>`,
      )
      y += bar + gap
    }
    y += 14
    return parts
  })
  const height = y + 14
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Parley beside ws, socket.io, tRPC and PostgreSQL">
<style>
text { font: 13px system-ui, sans-serif; fill: #333 }
.title { font-weight: 600 }
.note { font-size: 11px; fill: #777 }
.ours { fill: #4f46e5 }
.other { fill: #b8bcc8 }
@media (prefers-color-scheme: dark) { text { fill: #ddd } .note { fill: #999 } .ours { fill: #818cf8 } .other { fill: #5b6070 } }
</style>
${drawn.join('\n')}
<text class="note" x="0" y="${height - 6}">${footnote}</text>
</svg>
`
}
