import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { cac } from 'cac'
import * as z from 'zod/mini'
import { groupTitle, newPassword, username } from '../src/schemas.ts'
import { day, readOptions, runCommand, text } from './command.ts'
import { withDatabase } from './database.ts'
import { storeGroup } from './import/group.ts'
import { readIrc } from './import/irc.ts'
import { replay } from './import/replay.ts'
import { importReport, replayReport } from './import/report.ts'

const options = z.object({
  title: z.pipe(text, groupTitle),
  date: z.optional(day),
  owner: z.optional(z.pipe(text, username)),
  live: z._default(z.boolean(), false),
  speed: z._default(z.coerce.number('a number above 0').check(z.positive('a number above 0')), 60),
  url: z._default(z.pipe(text, z.url('an address like http://localhost:3000')), 'http://localhost:3000'),
  password: z._default(z.pipe(text, newPassword), 'replayed conversation'),
})

const cli = cac('npm run import --')
cli
  .command('irc <...files>', 'Make a group of the log of an IRC channel; several files follow one another')
  .option('--title <title>', 'The title of the group', { type: [String] })
  .option('--date <day>', 'The day of the first line, like 2026-01-31; else the one in the name of the file', {
    type: [String],
  })
  .option('--owner <username>', 'A user who gets the group', { type: [String] })
  .option('--live', 'Say it all again to a running app, each person over a connection of his own')
  .option('--speed <times>', 'With --live: so many times as fast as it was (60)')
  .option('--url <address>', 'With --live: where the app runs (http://localhost:3000)', { type: [String] })
  .option('--password <password>', 'With --live: the one password of all the people', { type: [String] })
  .action(async (files: string[], typed: unknown) => {
    const { title, date, owner, live, ...toApp } = readOptions(options, typed)
    const sources = files.map((file) => ({ bytes: readFileSync(file), day: date ?? dayOf(file) }))
    const logs = sources.map(({ bytes, day }) => readIrc(bytes, day))
    const happenings = logs.flatMap((log) => log.happenings)
    if (happenings.length === 0) throw new Error('There is nothing in the log')
    if (live) {
      const played = await replay(happenings, { title, ...toApp })
      console.log(replayReport(played, toApp))
      if (played.lost + played.doubled + played.outOfOrder > 0) process.exitCode = 1
    } else {
      const content = sources
        .map(({ bytes, day }) => createHash('sha256').update(day).update(bytes).digest('hex'))
        .join(' ')
      const stored = await withDatabase((db) => storeGroup(db, happenings, { title, content, owner }))
      console.log(importReport(logs, stored))
    }
  })
await runCommand(cli)

function dayOf(file: string) {
  const day = /\d{4}-\d{2}-\d{2}/.exec(basename(file))?.[0]
  if (!day) throw new Error(`The name of ${file} has no day: add --date YYYY-MM-DD`)
  return day
}
