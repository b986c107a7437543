import { existsSync, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { main } from '../src/server/main.ts'

try {
  const { values } = parseArgs({ options: { processes: { type: 'string' } } })
  if (values.processes !== undefined) process.env['PROCESSES'] = values.processes
  if (await isStale()) await build()
  await main()
} catch (error) {
  console.error(`Parley did not start. ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
}

/** The web app was never built, or its source has changed since. Where its source is missing, it was built elsewhere. */
async function isStale(): Promise<boolean> {
  if (!existsSync('dist/home.html')) return true
  if (!existsSync('src/client') || !existsSync('node_modules/vite')) return false
  const builtAt = statSync('dist/home.html').mtimeMs
  const sources = (await readdir('src/client', { recursive: true })).map((name) => `src/client/${name}`)
  const builders = (await readdir('.')).filter((name) => name.startsWith('vite.'))
  return [...sources, ...builders, 'src/schemas.ts', 'src/marks.ts', 'index.html', 'package-lock.json'].some(
    (name) => statSync(name).mtimeMs > builtAt,
  )
}

/** The tools that build are not there where only what runs is installed. */
async function build() {
  if (!existsSync('node_modules/vite'))
    throw new Error('The web app is not built. Build it where all packages are installed: npm install && npm run build')
  const vite = await import('vite')
  await vite.build({ logLevel: 'warn' })
}
