import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { cac } from 'cac'
import * as z from 'zod/mini'
import { readOptions, runCommand, text, whole as wholeNumber } from '../command.ts'
import { runBench } from './run.ts'
import { partNames, type PartName } from './parts.ts'
import { keep } from './keep.ts'
import { tables } from './report.ts'

const part = z.enum(partNames, `one or more of ${partNames.join(', ')}, with commas between`)
const options = z.object({
  only: z.pipe(
    z._default(text, partNames.join(',')),
    z.pipe(
      z.transform((typed: string) => typed.split(',')),
      z.array(part),
    ),
  ),
  servers: z.optional(
    z.pipe(
      text,
      z.transform((typed: string) => typed.split(',')),
    ),
  ),
  rounds: z._default(wholeNumber(1, 50), 5),
  quick: z._default(z.boolean(), false),
  out: z.optional(text),
  profiles: z.optional(text),
  database: z.optional(text),
})

const cli = cac('npm run bench --')
cli
  .command(
    '',
    'Measure Parley beside what one would take instead: bare ws, socket.io, tRPC as its guide shows it, plain inserts',
  )
  .option('--only <parts>', `Some of ${partNames.join(',')}`, { type: [String] })
  .option('--servers <names>', 'Some of Parley,ws,socket.io,tRPC', { type: [String] })
  .option('--rounds <number>', 'How often everybody takes a turn (5); medians are told')
  .option('--quick', 'A few clients and messages: shows that it works, says nothing about speed')
  .option('--out <file>', 'Keep the figures as JSON, and the chart beside it as SVG', { type: [String] })
  .option('--profiles <folder>', 'Keep processor profiles of Parley; its figures are then worse than without', {
    type: [String],
  })
  .option(
    '--database <url>',
    'A PostgreSQL on which databases may be made; else the embedded one, in a folder of its own',
    { type: [String] },
  )
  .action(async (typed: unknown) => {
    const { only, out, profiles, quick, ...rest } = readOptions(options, typed)
    if (profiles) mkdirSync(profiles, { recursive: true })
    const folder = mkdtempSync(path.join(tmpdir(), 'parley-bench-'))
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130))
    const report = await runBench({
      ...rest,
      folder,
      profiles,
      isQuick: quick,
      parts: partNames.filter((name: PartName) => only.includes(name)),
      progress: (line) => console.error(line),
    })
    console.log(tables(report))
    if (out) keep(report, out)
  })
await runCommand(cli)
