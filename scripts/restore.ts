import { cac } from 'cac'
import * as z from 'zod/mini'
import { restoreBackup } from './backup/restore.ts'
import { readOptions, runCommand } from './command.ts'
import { withDatabaseUrl } from './database.ts'

const options = z.object({ force: z._default(z.boolean(), false) })

const cli = cac('npm run restore --')
cli
  .command('<file>', 'Bring back what `npm run backup` wrote, into an empty database, while the app does not run')
  .option('--force', 'In the place of what is in the database')
  .action(async (file: string, typed: unknown) => {
    const rows = await withDatabaseUrl((url) => restoreBackup(url, file, readOptions(options, typed)))
    console.log(`${rows['users']} users, ${rows['chats']} chats and ${rows['messages']} messages are back.`)
  })
await runCommand(cli)
