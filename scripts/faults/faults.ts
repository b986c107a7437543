import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { cac } from 'cac'
import * as z from 'zod/mini'
import { readOptions, runCommand, text, whole } from '../command.ts'
import { play, scenarios } from './play.ts'
import { startPostgres } from './postgres.ts'
import { endAllProcesses } from './processes.ts'
import { hasPassed, heading, type Line, lineOf } from './table.ts'

const options = z.object({
  only: z.optional(text),
  seed: z._default(whole(0, 2 ** 31), 1),
  processes: z.optional(whole(1, 9)),
  bus: z.optional(z.pipe(text, z.enum(['none', 'postgres:', 'nats:'], 'none, postgres: or nats:'))),
  loss: z._default(whole(0, 100), 0),
  quick: z._default(z.boolean(), false),
  list: z._default(z.boolean(), false),
  minutes: z._default(whole(1, 600), 5),
  log: z.optional(text),
})

const cli = cac('npm run faults --')
cli
  .command(
    '',
    'Break whatever can break under a real, busy app, and check that nothing is lost, doubled, mixed up or leaked',
  )
  .option('--only <names>', 'Only these scenarios, with commas between them', { type: [String] })
  .option('--list', 'Say which scenarios there are')
  .option('--seed <number>', 'Repeats the same chances (1)')
  .option('--processes <number>', 'How many processes of the app')
  .option('--bus <kind>', 'none, postgres: or nats: (more than one process: postgres:)', { type: [String] })
  .option('--loss <percent>', 'How much of the news between the processes gets lost (0)')
  .option('--quick', 'The short form of each')
  .option('--minutes <number>', 'How long the soak takes (5)')
  .option('--log <file>', 'The IRC log that the scenario irc replays; else a made-up conversation', { type: [String] })
  .action(async (typed: unknown) => {
    const { only, list, loss, quick, ...wish } = readOptions(options, typed)
    if (list) return console.log(scenarios.map(({ name, about }) => `${name.padEnd(28)}${about}`).join('\n'))
    const names = only?.split(',').map((name) => name.trim())
    const unknown = names?.filter((name) => scenarios.every((one) => one.name !== name)) ?? []
    if (unknown.length > 0) throw new Error(`There is no scenario ${unknown.join(', ')}. --list names them.`)
    const chosen = scenarios.filter(({ name, isOnlyNamed }) => names?.includes(name) ?? !isOnlyNamed)
    const lines = await playAll(chosen, { ...wish, lossPercent: loss, isQuick: quick })
    const failed = lines.filter((line) => !hasPassed(line))
    const load = loadavg()[0]!.toFixed(1)
    console.log(
      `\nSeed ${wish.seed}: ${lines.length - failed.length} of ${lines.length} as promised. Load ${load} on ${availableParallelism()} cores.`,
    )
    if (failed.length > 0) process.exitCode = 1
  })
await runCommand(cli)
// Clients that were given up may still wait for something.
process.exit()

async function playAll(chosen: typeof scenarios, wish: Parameters<typeof play>[2]): Promise<Line[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-faults-'))
  chmodSync(folder, 0o711)
  const postgres = await startPostgres(folder)
  const lines: Line[] = []
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => breakOff())
  try {
    console.log(heading())
    for (const scenario of chosen) {
      const line = await play(postgres, scenario, wish)
      console.log(lineOf(line))
      lines.push(line)
    }
    return lines
  } finally {
    clear()
  }

  function breakOff() {
    endAllProcesses()
    clear()
    process.exit(130)
  }

  function clear() {
    postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
