import { statSync } from 'node:fs'
import { cac } from 'cac'
import { writeBackup } from './backup/write.ts'
import { runCommand } from './command.ts'
import { withDatabaseUrl } from './database.ts'

const cli = cac('npm run backup --')
cli
  .command('<file>', 'Write everything into a file, as it stands now, also while the app runs')
  .action(async (file: string) => {
    const rows = await withDatabaseUrl((url) => writeBackup(url, file))
    const size = (statSync(file).size / 1e6).toFixed(1)
    console.log(
      `${rows['users']} users, ${rows['chats']} chats and ${rows['messages']} messages are in ${file} (${size} MB).`,
    )
    console.log('Who has this file has all that was said: keep it as safe as the server.')
  })
await runCommand(cli)
