import { main } from '../src/server/main.ts'

main().catch((error: unknown) => {
  console.error(`Parley did not start. ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
})
