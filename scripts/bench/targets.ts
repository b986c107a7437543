import type { Line } from './report.ts'
import { type ScenarioName, scenarios } from './scenarios.ts'
import type { ServerName } from './servers.ts'
import { whole } from './sizes.ts'

type Target = {
  what: string
  scenario: ScenarioName
  of?: string
  value: string
  /** What Parley's figure is divided by; without, the figure itself counts. */
  to?: ServerName | 'pgbench'
  toValue?: string
  atMost?: number
  atLeast?: number
}

const targets: Target[] = [
  { what: 'CPU a delivery, burst to 1000', scenario: 'burst', value: 'microseconds', to: 'socket.io', atMost: 0.3 },
  { what: 'CPU a delivery, burst to 1000', scenario: 'burst', value: 'microseconds', to: 'tRPC guide', atMost: 0.06 },
  {
    what: 'CPU a delivery, 15 a second',
    scenario: 'paced',
    value: 'microseconds',
    to: 'socket.io, stored',
    atMost: 0.85,
  },
  {
    what: 'CPU a delivery, 15 a second',
    scenario: 'paced',
    value: 'microseconds',
    to: 'tRPC guide, stored',
    atMost: 0.2,
  },
  { what: 'p99 from send to seen, 15 a second', scenario: 'paced', value: 'p99', to: 'socket.io, stored', atMost: 1 },
  { what: 'acknowledged sends a second', scenario: 'send', value: 'acknowledgedASecond', to: 'pgbench', atLeast: 0.85 },
  {
    what: 'acknowledged sends a second',
    scenario: 'send',
    value: 'acknowledgedASecond',
    to: 'socket.io, stored',
    atLeast: 2.5,
  },
  { what: 'CPU of a send, µs', scenario: 'send', value: 'microseconds', atMost: 50 },
  {
    what: 'the same, in batches',
    scenario: 'send',
    of: 'Parley, batches of 8',
    value: 'acknowledgedASecond',
    to: 'pgbench',
    atLeast: 0.85,
  },
  {
    what: 'the same, in batches',
    scenario: 'send',
    of: 'Parley, batches of 8',
    value: 'acknowledgedASecond',
    to: 'socket.io, stored',
    atLeast: 2.5,
  },
  {
    what: 'the same, in batches: CPU of a send, µs',
    scenario: 'send',
    of: 'Parley, batches of 8',
    value: 'microseconds',
    atMost: 50,
  },
  { what: 'memory of an idle connection, KB', scenario: 'idle', value: 'kilobytes', atMost: 25 },
  { what: '2000 come at once, seconds until all have their heads', scenario: 'storm', value: 'seconds', atMost: 0.9 },
  { what: '2000 come at once, CPU each, ms', scenario: 'storm', value: 'milliseconds', atMost: 0.5 },
  { what: 'newest page, ms', scenario: 'newestPage', value: 'milliseconds', atMost: 0.5 },
  { what: 'page from the middle, ms', scenario: 'middlePage', value: 'milliseconds', atMost: 0.5 },
  { what: 'first page, ms', scenario: 'firstPage', value: 'milliseconds', atMost: 0.5 },
  { what: 'unread counts of 200 chats, ms', scenario: 'unread', value: 'milliseconds', atMost: 0.5 },
  { what: 'list of 200 chats, ms', scenario: 'list', value: 'milliseconds', atMost: 1.5 },
]

export type Reached = { what: string; to: string; target: string; measured: number; isReached: boolean }

/** Those whose scenarios were measured, and that nothing was lost, doubled or out of order anywhere. */
export function reached(lines: Line[]): Reached[] {
  const names = scenarios(whole)
  const valueOf = (scenario: ScenarioName, server: string, value: string) =>
    lines.find((line) => line.scenario === names[scenario] && line.server === server)?.values[value]
  const ratios = targets.flatMap(({ what, scenario, of = 'Parley', value, to, toValue = value, atMost, atLeast }) => {
    const own = valueOf(scenario, of, value)
    const other = to === undefined ? 1 : valueOf(scenario, to, toValue)
    if (own === undefined || other === undefined) return []
    const measured = own / other
    const isReached = atMost === undefined ? measured >= atLeast! : measured <= atMost
    return [{ what, to: to ?? '', target: atMost === undefined ? `≥ ${atLeast}` : `≤ ${atMost}`, measured, isReached }]
  })
  const faults = lines
    .filter(({ server }) => server.startsWith('Parley'))
    .flatMap(({ values }) => ['missing', 'doubled', 'wrong', 'outOfOrder', 'closed'].map((name) => values[name] ?? 0))
    .reduce((sum, count) => sum + count, 0)
  return [
    ...ratios,
    {
      what: 'lost, doubled, altered or out of order, all scenarios',
      to: '',
      target: '0',
      measured: faults,
      isReached: faults === 0,
    },
  ]
}
