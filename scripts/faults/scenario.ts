import type { SmallDisk } from './disk.ts'
import type { Setting, Stage } from './stage.ts'

export type Scenario = {
  name: string
  /** What goes wrong, in one line. */
  about: string
  /** How many processes it has when nothing else is asked for, and how many it needs. */
  processes?: number
  atLeast?: number
  /** Nothing else makes sense for it. */
  bus?: Setting['bus']
  needs?: ('bus' | 'nats' | 'mount')[]
  /** Only when it is named. */
  isOnlyNamed?: boolean
  setting?: Partial<Setting>
  /** With 'mount' it has a PostgreSQL of its own, on a disk that can be full. */
  play: (stage: Stage, wish: { minutes: number; log?: string }, disk?: SmallDisk) => Promise<void>
}
