import { cac } from 'cac'
import { Presets, SingleBar } from 'cli-progress'
import * as z from 'zod/mini'
import { newPassword } from '../src/schemas.ts'
import { loadEnvironmentFile } from '../src/server/config.ts'
import { readOptions, runCommand, text, whole } from './command.ts'
import { withDatabase } from './database.ts'
import { countRows, storeWorld } from './seed/storage.ts'
import { inventWorld } from './seed/world.ts'

const options = z.object({
  users: z._default(whole(2, 10_000), 50),
  groups: z._default(whole(0, 10_000), 12),
  messages: z._default(whole(0, 5_000_000), 20_000),
  seed: z._default(whole(0, 1_000_000_000), 1),
  until: z.optional(z.pipe(text, z.coerce.date('a time like 2026-01-31 or 2026-01-31T12:00Z'))),
  password: z._default(z.pipe(text, newPassword), 'only for trying out'),
  force: z._default(z.boolean(), false),
})

const cli = cac('npm run seed --')
cli
  .command('', 'Fill the database with invented people who talk')
  .option('--users <count>', 'People (50)')
  .option('--groups <count>', 'Groups (12)')
  .option('--messages <count>', 'Messages, in groups and direct chats (20000)')
  .option('--seed <number>', 'The same number invents the same again (1)')
  .option('--until <time>', 'When the last of it happened (now)', { type: [String] })
  .option('--password <password>', 'The one password of all the people', { type: [String] })
  .option('--force', 'Also into a database that looks like a real one')
  .action(async (typed: unknown) => {
    const { password, force, until = new Date(), ...wish } = readOptions(options, typed)
    loadEnvironmentFile()
    if (!force) refuseProduction(process.env)
    const start = performance.now()
    const world = inventWorld({ ...wish, until })
    const { all, ...rows } = countRows(world)
    const bar = new SingleBar({ format: '{bar} {value}/{total} rows', hideCursor: true }, Presets.shades_classic)
    await withDatabase(async (db) => {
      bar.start(all, 0)
      await storeWorld(db, world, password, (inserted) => bar.increment(inserted)).finally(() => bar.stop())
    })
    const seconds = ((performance.now() - start) / 1000).toFixed(1)
    const names = world.people.filter(({ kind }) => kind === 'person').map(({ username }) => username)
    console.log(
      [
        `${Object.entries(rows)
          .map(([name, count]) => `${count.toLocaleString('en')} ${name}`)
          .join(', ')} in ${seconds} s.`,
        `Sign in as ${names.slice(0, 4).join(', ')} …; the password of all is: ${password}`,
      ].join('\n'),
    )
  })
await runCommand(cli)

function refuseProduction({ NODE_ENV, DATABASE_URL }: NodeJS.ProcessEnv) {
  const isOwn = !DATABASE_URL || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(DATABASE_URL).hostname)
  if (NODE_ENV === 'production')
    throw new Error('NODE_ENV is production. Use --force to put invented people there anyway.')
  if (!isOwn) throw new Error('DATABASE_URL is on another machine. Use --force to put invented people there anyway.')
}
