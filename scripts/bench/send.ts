import { pgbench } from './pgbench.ts'
import { type Bench, measure, open, withServers } from './measure.ts'
import { query } from './postgres.ts'
import { scenarios } from './scenarios.ts'
import type { Server, ServerName } from './servers.ts'

const names: ServerName[] = ['Parley', 'socket.io, stored', 'tRPC guide, stored']
const perBatch = 8

/** B: senders who each wait for the answer, which comes after the commit. Nobody listens. */
export async function durableSend(bench: Bench) {
  const { people, sizes } = bench
  const scenario = scenarios(sizes).send
  const rooms = (place: number) => people.rooms[place % people.rooms.length]!
  await withServers(bench, names, async (servers) => {
    // The first round is for the compiler.
    for (let round = 0; round <= bench.rounds; round++) {
      const isKept = round > 0
      if (isKept && !bench.servers) bench.note({ scenario, server: 'pgbench', round, values: await pgbench(bench) })
      for (const server of servers) {
        const ways =
          server.name === 'Parley'
            ? [
                { label: server.name, chatOf: () => people.desk },
                { label: 'Parley, a chat each', chatOf: rooms },
                { label: 'Parley, batches of 8', chatOf: () => people.desk, batch: perBatch },
              ]
            : [{ label: server.name, chatOf: () => '' }]
        for (const way of ways) {
          const values = await send(bench, server, { ...way, round })
          if (isKept) bench.note({ scenario, server: way.label, round, values })
        }
      }
    }
  })
}

type Way = { label: string; chatOf: (place: number) => string; batch?: number; round: number }

async function send(bench: Bench, server: Server, { label, chatOf, batch = 1, round }: Way) {
  const { crowd, sizes, databases } = bench
  const isParley = server.dialect === 'parley'
  await open(bench, server, { listeners: 0, speakers: Math.ceil(sizes.senders / batch), batch, chatOf })
  const before = await countStored(isParley ? databases.parley : databases.peers)
  const warmedUp = sizes.warmUpSeconds > 0 ? await crowd.ask('send', { seconds: sizes.warmUpSeconds }) : undefined
  const {
    outcome,
    server: cpu,
    postgres,
    shares,
  } = await measure(bench, server, `${label} ${round}`, () => crowd.ask('send', { seconds: sizes.sendSeconds }))
  await crowd.ask('close')
  const stored = (await countStored(isParley ? databases.parley : databases.peers)) - before
  const acknowledged = outcome.acknowledged + (warmedUp?.acknowledged ?? 0)
  return {
    acknowledgedASecond: (outcome.acknowledged * 1000) / outcome.ms,
    p50: outcome.latency.p50,
    p99: outcome.latency.p99,
    microseconds: cpu / outcome.acknowledged,
    postgresMicroseconds: postgres / outcome.acknowledged,
    missing: Math.max(0, acknowledged - stored),
    doubled: Math.max(0, stored - acknowledged),
    ...shares,
  }
}

async function countStored(url: string): Promise<number> {
  const [row] = await query<{ count: string }>(url, 'select count(*) from messages')
  return Number(row?.count)
}
