import { type Bench, measure, open, settle, withServers } from './measure.ts'
import { scenarios } from './scenarios.ts'
import type { ServerName } from './servers.ts'

const names: ServerName[] = ['Parley', 'ws', 'socket.io', 'tRPC guide']

/** D: all come at once, as after a restart. Parley's are signed in, and are there when they have the heads of their chats; of the others only a bare connection is asked. */
export async function storm(bench: Bench) {
  const { crowd, sizes, rounds } = bench
  const count = sizes.idle
  await withServers(bench, names, async (servers) => {
    // The first round is for the compiler.
    for (let round = 0; round <= rounds; round++) {
      for (const server of servers) {
        const {
          outcome,
          server: cpu,
          postgres,
          shares,
        } = await measure(bench, server, `storm ${round}`, () => open(bench, server, { listeners: count }))
        await settle(server, sizes)
        await crowd.ask('close')
        await settle(server, sizes)
        if (round === 0) continue
        bench.note({
          scenario: scenarios(sizes).storm,
          server: server.name,
          round,
          values: {
            seconds: outcome.openedMs / 1000,
            turnedAway: outcome.turnedAway,
            milliseconds: cpu / count / 1000,
            postgresMilliseconds: postgres / count / 1000,
            ...shares,
          },
        })
      }
    }
  })
}
