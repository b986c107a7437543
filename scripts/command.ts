import type { CAC } from 'cac'
import * as z from 'zod/mini'

/** Runs what was typed. What goes wrong is one sentence and exit code 1. */
export async function runCommand(cli: CAC) {
  try {
    cli.help()
    cli.parse(process.argv, { run: false })
    if (cli.options['help']) return
    if (!cli.matchedCommand) {
      cli.outputHelp()
      process.exitCode = 1
      return
    }
    await cli.runMatchedCommand()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}

/** Options as typed; every fault is named. */
export function readOptions<Schema extends z.ZodMiniType>(schema: Schema, typed: unknown): z.output<Schema> {
  const read = schema.safeParse(typed)
  if (read.success) return read.data
  throw new Error(read.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join('\n'))
}

/** Cac makes numbers of digits where it is not told that an option is text; told, it makes a list. */
export const text = z.pipe(
  z.transform((typed) => (Array.isArray(typed) ? typed.map(String).join(' ') : typed)),
  z.string('say which'),
)

export function whole(least: number, most: number) {
  const range = `a whole number from ${least.toLocaleString('en')} to ${most.toLocaleString('en')}`
  return z.coerce
    .number(range)
    .check(z.refine((number) => Number.isInteger(number) && number >= least && number <= most, range))
}

/** A day like 2026-01-31. */
export const day = z.pipe(text, z.iso.date('a day like 2026-01-31'))
