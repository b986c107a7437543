import type { Heard } from './crowd/crowd.ts'
import { type Bench, measure, open, settle, withServers } from './measure.ts'
import { scenarios } from './scenarios.ts'
import type { Server, ServerName } from './servers.ts'

type Burst = { scenario: string; room: 'hall' | 'parlour'; atOnce: number; servers: ServerName[] }

const inMemory: ServerName[] = ['Parley', 'ws', 'ws, framed once', 'socket.io', 'tRPC guide']
const stored: ServerName[] = ['Parley', 'socket.io, stored', 'tRPC guide, stored']

/** A: one message to many. Parley stores every message in every scenario; the others only where it says so. */
export async function fanOut(bench: Bench) {
  const { perSecond } = bench.sizes
  const names = scenarios(bench.sizes)
  const bursts: Burst[] = [
    { scenario: names.burst, room: 'hall', atOnce: 8, servers: inMemory },
    { scenario: names.burstToFew, room: 'parlour', atOnce: 8, servers: inMemory },
    { scenario: names.oneByOne, room: 'parlour', atOnce: 1, servers: inMemory },
    { scenario: names.burstStored, room: 'parlour', atOnce: 8, servers: stored },
  ]
  await withServers(bench, [...new Set([...inMemory, ...stored])], async (servers) => {
    for (let round = 1; round <= bench.rounds; round++) {
      for (const { scenario, room, atOnce, servers: wanted } of bursts)
        for (const server of servers.filter(({ name }) => wanted.includes(name)))
          await deliver(bench, server, { scenario, round, room, speakers: atOnce }, (seconds) =>
            bench.crowd.ask('burst', { seconds: seconds ?? bench.sizes.burstSeconds }),
          )
      for (const server of servers.filter(({ name }) => stored.includes(name)))
        await deliver(bench, server, { scenario: names.paced, round, room: 'hall', speakers: 8 }, (seconds) =>
          bench.crowd.ask('paced', { perSecond, seconds: seconds ?? bench.sizes.pacedSeconds }),
        )
    }
  })
}

async function deliver(
  bench: Bench,
  server: Server,
  { scenario, round, room, speakers }: { scenario: string; round: number; room: 'hall' | 'parlour'; speakers: number },
  speak: (seconds?: number) => Promise<Heard>,
) {
  const { sizes, people, crowd } = bench
  await open(bench, server, { listeners: sizes[room], speakers, chatOf: () => people[room] })
  await settle(server, sizes)
  if (sizes.warmUpSeconds > 0) await speak(sizes.warmUpSeconds)
  const { outcome, server: cpu, postgres, shares } = await measure(bench, server, `${scenario} ${round}`, () => speak())
  await crowd.ask('close')
  const { messages, deliveries, frames, ms, latency, faults } = outcome
  bench.note({
    scenario,
    server: server.name,
    round,
    values: {
      microseconds: cpu / deliveries,
      deliveriesASecond: (deliveries * 1000) / ms,
      p50: latency.p50,
      p99: latency.p99,
      messages,
      messagesAFrame: deliveries / frames,
      deliveries,
      ...faults,
      postgresMicroseconds: postgres / messages,
      ...shares,
    },
  })
}
