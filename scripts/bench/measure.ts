import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Orders } from './crowd/crowd.ts'
import type { People } from './people.ts'
import type { Postgres } from './postgres.ts'
import type { Running } from './process.ts'
import { hotSpots } from './profile.ts'
import { type Server, type ServerName, startParley, startPeer } from './servers.ts'
import type { Sizes } from './sizes.ts'

export type Bench = {
  folder: string
  sizes: Sizes
  rounds: number
  /** Where profiles of Parley go; undefined measures without. */
  profiles?: string | undefined
  /** Only those whose names begin like one of these. */
  servers?: string[] | undefined
  postgres: Postgres
  databases: { parley: string; peers: string }
  people: People
  crowd: Running<Orders>
  note: (row: Row) => void
}

/** What one server did in one round of one scenario. */
export type Row = { scenario: string; server: string; round: number; values: Record<string, number> }

/** The servers of one part: they are there together and take turns, so that a busy minute of the machine meets all of them. */
export async function withServers(bench: Bench, names: ServerName[], work: (servers: Server[]) => Promise<void>) {
  const servers: Server[] = []
  try {
    await Promise.all(
      wantedOf(bench, names).map(async (name, place) => {
        servers[place] = await start(bench, name)
      }),
    )
    await work(servers)
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
  }
}

export function wantedOf({ servers }: Bench, names: ServerName[]): ServerName[] {
  return names.filter((name) => servers?.some((start) => name.startsWith(start)) ?? true)
}

export function start({ databases, folder }: Bench, name: ServerName): Promise<Server> {
  if (name === 'Parley') return startParley(databases.parley, folder)
  return startPeer(name, name.endsWith('stored') ? databases.peers : undefined)
}

/** Who listens and who sends, in the words of this server. */
export async function open(
  { crowd, people }: Bench,
  { dialect, port }: Server,
  { listeners, speakers = 0, batch = 1, chatOf = () => '' }: Opened,
) {
  const tokens = dialect === 'parley' ? people.tokens : []
  return crowd.ask('open', {
    dialect,
    port,
    listeners: Array.from({ length: listeners }, (_, place) =>
      tokens[place] ? [`Authorization: Bearer ${tokens[place]}`] : [],
    ),
    speakers: Array.from({ length: speakers }, (_, place) => ({ token: tokens[place], chatId: chatOf(place) })),
    batch,
  })
}
type Opened = { listeners: number; speakers?: number; batch?: number; chatOf?: (place: number) => string }

/** CPU of everybody while the work went on, in microseconds, and shares of one processor. */
export async function measure<Outcome>(bench: Bench, server: Server, name: string, work: () => Promise<Outcome>) {
  const isProfiled = bench.profiles !== undefined && server.name === 'Parley'
  if (isProfiled) await server.ask('startProfile')
  const before = await spentBy(bench, server)
  const outcome = await work()
  const after = await spentBy(bench, server)
  if (isProfiled) {
    const profile = await server.ask('stopProfile')
    const file = path.join(bench.profiles!, name.replace(/\W+/g, '-'))
    writeFileSync(`${file}.cpuprofile`, profile)
    writeFileSync(`${file}.txt`, `${hotSpots(profile)}\n`)
  }
  const spent = (who: keyof Spent) => after[who] - before[who]
  const shareOf = (who: keyof Spent) => spent(who) / spent('wall')
  const shares = {
    serverShare: shareOf('server'),
    crowdShare: shareOf('crowd'),
    postgresShare: shareOf('postgres'),
  }
  return { outcome, server: spent('server'), postgres: spent('postgres'), shares }
}

type Spent = Awaited<ReturnType<typeof spentBy>>

async function spentBy({ postgres, crowd }: Bench, server: Server) {
  return {
    server: await server.ask('cpu'),
    postgres: postgres.cpu() ?? Number.NaN,
    crowd: await crowd.ask('cpu'),
    wall: performance.now() * 1000,
  }
}

const quietShare = 0.05
const lookMs = 500

/** What those who have just come or gone have started is over: after a while, and when the server is quiet. */
export async function settle(server: Server, { settleMs, quietWithinMs }: Sizes) {
  await sleep(settleMs)
  const stepMs = Math.min(lookMs, settleMs)
  const patience = Date.now() + quietWithinMs
  for (let before = await server.ask('cpu'); Date.now() < patience;) {
    await sleep(stepMs)
    const now = await server.ask('cpu')
    if (now - before < quietShare * stepMs * 1000) return
    before = now
  }
}
