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
    for (let round = 1; round <= bench.rounds; round++) {
      if (!bench.servers) bench.note({ scenario, server: 'pgbench', round, values: await pgbench(bench) })
      for (const server of servers) {
        const isParley = server.name === 'Parley'
        await send(bench, server, { scenario, round, label: server.name, chatOf: () => people.desk })
        if (!isParley) continue
        await send(bench, server, { scenario, round, label: 'Parley, a chat each', chatOf: rooms })
        await send(bench, server, {
          scenario,
          round,
          label: 'Parley, batches of 8',
          chatOf: () => people.desk,
          batch: perBatch,
        })
      }
    }
  })
}

async function send(
  bench: Bench,
  server: Server,
  {
    scenario,
    round,
    label,
    chatOf,
    batch = 1,
  }: { scenario: string; round: number; label: string; chatOf: (place: number) => string; batch?: number },
) {
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
  bench.note({
    scenario,
    server: label,
    round,
    values: {
      acknowledgedASecond: (outcome.acknowledged * 1000) / outcome.ms,
      p50: outcome.latency.p50,
      p99: outcome.latency.p99,
      microseconds: cpu / outcome.acknowledged,
      postgresMicroseconds: postgres / outcome.acknowledged,
      missing: Math.max(0, acknowledged - stored),
      doubled: Math.max(0, stored - acknowledged),
      ...shares,
    },
  })
}

async function countStored(url: string): Promise<number> {
  const [row] = await query<{ count: string }>(url, 'select count(*) from messages')
  return Number(row?.count)
}
