import { type Bench, open, settle, start, wantedOf } from './measure.ts'
import { scenarios } from './scenarios.ts'
import type { ServerName } from './servers.ts'

const names: ServerName[] = ['Parley', 'ws', 'socket.io', 'tRPC guide']

/** C: what a connection costs that does nothing. Each time a fresh server, that has seen some connections come and go. */
export async function idleMemory(bench: Bench) {
  const { crowd, sizes, rounds } = bench
  const count = sizes.idle
  for (let round = 1; round <= rounds; round++) {
    for (const name of wantedOf(bench, names)) {
      const server = await start(bench, name)
      await open(bench, server, { listeners: Math.ceil(count / 10) })
      await settle(server, sizes)
      await crowd.ask('close')
      await settle(server, sizes)
      const before = await server.ask('memory')
      await open(bench, server, { listeners: count })
      await settle(server, sizes)
      const after = await server.ask('memory')
      await crowd.ask('close')
      await server.stop()
      bench.note({
        scenario: scenarios(sizes).idle,
        server: name,
        round,
        values: {
          kilobytes: (after.rss - before.rss) / count / 1024,
          heapKilobytes: (after.heap - before.heap) / count / 1024,
        },
      })
    }
  }
}
