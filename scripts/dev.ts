import { spawn } from 'node:child_process'
import { loadEnvironmentFile, readConfig } from '../src/server/config.ts'
import { startEmbedded } from '../src/server/database/embedded.ts'

// The database stays while the server restarts with every change of its source; the page is reloaded hot by Vite inside it.
loadEnvironmentFile()
const config = readConfig({ ...process.env, NODE_ENV: 'development' })
const embedded = config.databaseUrl ? undefined : await startEmbedded(config.dataFolder)
const server = spawn(
  process.execPath,
  ['node_modules/tsx/dist/cli.mjs', 'watch', '--clear-screen=false', 'scripts/serve.ts'],
  {
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'development', DATABASE_URL: config.databaseUrl ?? embedded?.url },
  },
)

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => server.kill(signal))
server.on('exit', (code) => {
  embedded?.stop()
  process.exit(code ?? 0)
})
