import { fileURLToPath } from 'node:url'
import type { Orders } from './crowd/crowd.ts'
import { describeMachine, type Machine } from './machine.ts'
import type { Row } from './measure.ts'
import { type PartName, parts } from './parts.ts'
import { makePeople } from './people.ts'
import { startPostgres } from './postgres.ts'
import { run } from './process.ts'
import { shorten } from './report.ts'
import { quick, whole } from './sizes.ts'

export type Report = { machine: Machine; isQuick: boolean; rounds: number; rows: Row[] }

type Wanted = {
  parts: PartName[]
  rounds: number
  isQuick: boolean
  folder: string
  database?: string | undefined
  profiles?: string | undefined
  servers?: string[] | undefined
  progress: (line: string) => void
}

/** Everything on one machine, in one run, each server beside the others. */
export async function runBench({ database, isQuick, progress, parts: wanted, ...rest }: Wanted): Promise<Report> {
  const sizes = isQuick ? quick : whole
  const rows: Row[] = []
  const postgres = await startPostgres(rest.folder, database)
  const crowd = run<Orders>(fileURLToPath(new URL('crowd/crowd.ts', import.meta.url)))
  try {
    const databases = {
      parley: await postgres.createDatabase('parley', false),
      peers: await postgres.createDatabase('peers'),
    }
    const people = await makePeople(databases.parley, sizes)
    const note = (row: Row) => {
      rows.push(row)
      const values = Object.entries(row.values).map(([name, value]) => `${name} ${shorten(value)}`)
      progress(`${row.scenario} · ${row.server} · round ${row.round}: ${values.join(', ')}`)
    }
    for (const part of wanted) await parts[part]({ ...rest, sizes, postgres, databases, people, crowd, note })
    return { machine: describeMachine(postgres), isQuick, rounds: rest.rounds, rows }
  } finally {
    await crowd.stop()
    await postgres.stop()
  }
}
