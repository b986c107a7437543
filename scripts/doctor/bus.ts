import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import type { Config } from '../../src/server/config.ts'
import { openBus } from '../../src/server/live/bus.ts'
import { fault, fine, type Finding } from './findings.ts'

const patienceMs = 5000
const stepMs = 50

/** Says something to itself over two connections, as two processes would. */
export async function checkBus({ busUrl, databaseUrl }: Pick<Config, 'busUrl' | 'databaseUrl'>): Promise<Finding[]> {
  const ownDatabase = busUrl === 'postgres:' && !databaseUrl
  if (!busUrl || ownDatabase) return []
  const reasons: string[] = []
  const log = pino({ level: 'warn' }, { write: (line) => void reasons.push(JSON.parse(line).error) })
  const words = { databaseUrl: databaseUrl ?? '', prefix: `parley.doctor.${randomUUID()}.`, log }
  const [one, other] = [openBus(busUrl, words), openBus(busUrl, words)]
  const heard: string[] = []
  other.listen('trial')
  other.whenHeard(() => void heard.push('hello'))
  for (let waited = 0; waited < patienceMs && heard.length === 0; waited += stepMs) {
    one.publish('trial', () => 'hello', 'trial')
    await sleep(stepMs)
  }
  await Promise.all([one.stop(), other.stop()])
  if (heard.length > 0) return [fine('Bus', 'One process hears the other.')]
  const says = reasons.at(-1) ?? 'It opens, but what is said is not heard.'
  return [fault('Bus', says, 'Correct BUS_URL. PgBouncer carries no NOTIFY: name the database directly, postgres://…')]
}
