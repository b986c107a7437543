import { cac } from 'cac'
import * as z from 'zod/mini'
import { loadEnvironmentFile, readConfig } from '../src/server/config.ts'
import { readOptions, runCommand, text } from './command.ts'
import { checkBus } from './doctor/bus.ts'
import { checkDatabase } from './doctor/database.ts'
import { fault, type Finding, print } from './doctor/findings.ts'
import { checkFolder, checkMail, checkNode, checkPage, checkPort, checkSettings } from './doctor/here.ts'
import { checkOutside } from './doctor/outside.ts'

const options = z.object({ url: z.optional(z.pipe(text, z.url('an address like https://chat.example.org'))) })

const cli = cac('npm run doctor --')
cli
  .command('', 'Look whether Parley can run here, and say what to change')
  .option('--url <address>', 'Look instead from outside: page, calls and socket as people meet them at this address', {
    type: [String],
  })
  .action(async (typed: unknown) => {
    const { url } = readOptions(options, typed)
    const findings = url ? await checkOutside(url) : await checkHere()
    for (const finding of findings) print(finding)
    const faults = findings.filter(({ state }) => state === 'fault').length
    console.log(
      faults === 0 ? '\nNothing stands in the way.' : `\n${faults === 1 ? 'One fault' : `${faults} faults`} to mend.`,
    )
    if (!url) console.log('Does it run already? Then look from outside, too: npm run doctor -- --url https://…')
    if (faults > 0) process.exitCode = 1
  })
await runCommand(cli)

async function checkHere(): Promise<Finding[]> {
  loadEnvironmentFile()
  try {
    const config = readConfig()
    return [
      checkNode(),
      ...checkSettings(config),
      await checkFolder(config),
      ...(await checkDatabase(config)),
      ...(await checkBus(config)),
      checkPage(),
      await checkPort(config),
      await checkMail(config),
    ]
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error)
    return [
      checkNode(),
      fault('Settings', says, 'Correct them in .env or in the environment. .env.example explains each.'),
    ]
  }
}
