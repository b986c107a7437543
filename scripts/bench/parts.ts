import { durableSend } from './send.ts'
import { fanOut } from './fanout.ts'
import { idleMemory } from './idle.ts'
import type { Bench } from './measure.ts'
import { queries } from './queries.ts'
import { storm } from './storm.ts'

export const partNames = ['fanout', 'send', 'idle', 'storm', 'queries'] as const
export type PartName = (typeof partNames)[number]

export const parts: Record<PartName, (bench: Bench) => Promise<void>> = {
  fanout: fanOut,
  send: durableSend,
  idle: idleMemory,
  storm,
  queries,
}
