import type { Setting, Stage } from './stage.ts'

export type Scenario = {
  name: string
  /** What goes wrong, in one line. */
  about: string
  /** How many processes it has when nothing else is asked for, and how many it needs. */
  processes?: number
  atLeast?: number
  needs?: ('bus' | 'nats' | 'mount')[]
  /** Only when it is named. */
  isOnlyNamed?: boolean
  setting?: Partial<Setting>
  play: (stage: Stage, wish: { minutes: number; log?: string }) => Promise<void>
}
