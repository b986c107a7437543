import { spawnSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { openSmallDisk } from './disk.ts'
import type { Postgres } from './postgres.ts'
import type { Scenario } from './scenario.ts'
import { openStage, type Setting } from './stage.ts'
import type { Line } from './table.ts'
import { buses } from './scenarios/buses.ts'
import { crowds } from './scenarios/crowds.ts'
import { databases } from './scenarios/databases.ts'
import { frames } from './scenarios/frames.ts'
import { members } from './scenarios/members.ts'
import { networks } from './scenarios/networks.ts'
import { readers } from './scenarios/readers.ts'
import { replays } from './scenarios/replays.ts'
import { servers } from './scenarios/servers.ts'
import { soaks } from './scenarios/soaks.ts'

export const scenarios: Scenario[] = [
  ...servers,
  ...databases,
  ...networks,
  ...readers,
  ...members,
  ...frames,
  ...crowds,
  ...buses,
  ...replays,
  ...soaks,
]

export type Wish = Pick<Setting, 'seed' | 'lossPercent' | 'isQuick'> & {
  processes?: number
  bus?: Setting['bus']
  minutes: number
  log?: string
}

const longestMs = 15 * 60_000

/** One scenario from its first process to its line in the table. What it throws is a line as well. */
export async function play(postgres: Postgres, scenario: Scenario, wish: Wish): Promise<Line> {
  const processes = Math.max(wish.processes ?? scenario.processes ?? 1, scenario.atLeast ?? 1)
  const bus = scenario.bus ?? wish.bus ?? busOf(scenario, processes)
  const where = `${processes} × ${bus}`
  const { name } = scenario
  const missing = missingFor(scenario, bus)
  if (missing) return { name, where, skipped: missing }
  const startedAt = performance.now()
  const disk = scenario.needs?.includes('mount') ? await openSmallDisk() : undefined
  try {
    const stage = await openStage(disk?.postgres ?? postgres, name, { ...wish, ...scenario.setting, processes, bus })
    try {
      await Promise.race([scenario.play(stage, wish, disk), tooLong(wish.minutes)])
    } catch (error) {
      stage.demand(false, `It could not be played to its end: ${sentenceOf(error)}`)
    }
    const outcome = await stage.finish()
    return { name, where, outcome, seconds: (performance.now() - startedAt) / 1000 }
  } catch (error) {
    return { name, where, broken: sentenceOf(error) }
  } finally {
    disk?.close()
  }
}

function busOf({ needs = [] }: Scenario, processes: number): Setting['bus'] {
  if (needs.includes('nats')) return 'nats:'
  return processes > 1 || needs.includes('bus') ? 'postgres:' : 'none'
}

function missingFor({ needs = [] }: Scenario, bus: Setting['bus']): string | undefined {
  if (needs.includes('bus') && bus === 'none') return 'it needs a bus'
  if (needs.includes('nats') && bus !== 'nats:') return 'it is about NATS'
  if (bus === 'nats:' && spawnSync('nats-server', ['-v']).status !== 0) return 'there is no nats-server here'
  if (needs.includes('mount') && (process.getuid?.() !== 0 || process.platform !== 'linux'))
    return 'it mounts a small disk, which only root on Linux can'
  return undefined
}

async function tooLong(minutes: number) {
  await sleep(longestMs + minutes * 60_000, undefined, { ref: false })
  throw new Error('it took too long')
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 3).join(' ') : String(error)
}
