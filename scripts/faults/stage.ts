import { setTimeout as sleep } from 'node:timers/promises'
import { openBus, type BusKind } from './bus.ts'
import { check } from './checker.ts'
import { openDevice, type Device } from './devices.ts'
import { createHistory, type Stored } from './history.ts'
import { openListener, type Listener } from './listeners.ts'
import { gather, invite, type Somebody } from './people.ts'
import type { Postgres } from './postgres.ts'
import { createProcesses, freePort } from './processes.ts'
import { openProxy } from './proxy.ts'
import { createRandom } from './random.ts'
import { startSenders, type Senders } from './senders.ts'

export type Stage = Awaited<ReturnType<typeof openStage>>
export type Outcome = Awaited<ReturnType<Stage['finish']>>

export type Setting = {
  seed: number
  processes: number
  bus: BusKind
  lossPercent: number
  isQuick: boolean
  isDatabaseProxied?: boolean
  idleMs?: number
  environment?: Record<string, string>
}

const settleMs = 30_000
const settleMostMs = 180_000

/** Real processes on a database of their own behind one front, the people who use them, and a history of all they do. */
export async function openStage(postgres: Postgres, name: string, setting: Setting) {
  const database = `faults_${name.replaceAll(/\W/g, '_')}_${Date.now().toString(36)}`
  await postgres.createDatabase(database)
  const bus = await openBus(postgres, database, setting)
  const processes = createProcesses({ DATABASE_URL: bus.databaseUrl, ...bus.environment, ...setting.environment })
  const ports: number[] = []
  while (ports.length < setting.processes) ports.push(await freePort())
  const front = await openProxy(ports, { idleMs: setting.idleMs })
  const history = createHistory()
  const random = createRandom(setting.seed)
  const listeners = new Set<Listener>()
  const devices = new Set<Device>()
  const speaking = new Set<Senders>()
  const chatIds: string[] = []
  const demands: string[] = []
  const notes: string[] = []
  const closes: (() => unknown)[] = []
  const lines: Awaited<ReturnType<typeof openProxy>>[] = []

  try {
    // The first brings the tables, so that the others need not wait for one another.
    await processes.start(ports[0]!)
    await Promise.all(ports.slice(1).map((port) => processes.start(port)))
  } catch (error) {
    await close()
    throw error
  }

  return {
    ...setting,
    postgres,
    database,
    bus,
    processes,
    ports,
    front,
    history,
    random,
    url: front.url,
    invite: (count: number, who?: string) => invite(front.url, count, who),
    async gather(owner: Somebody, title: string, others: Somebody[]) {
      const chatId = await gather(owner, title, others)
      chatIds.push(chatId)
      return chatId
    },
    listen(who: Somebody, settings: Parameters<typeof openListener>[3] & { url?: string } = {}) {
      const listener = openListener(history, settings.url ?? front.url, who, settings)
      listeners.add(listener)
      return listener
    },
    open(who: Somebody, ids: string[], url = front.url) {
      const device = openDevice(history, url, who, ids)
      devices.add(device)
      return device
    },
    /** Another way to the app, for some of the people. */
    async line() {
      const line = await openProxy(ports)
      lines.push(line)
      return line
    },
    /** It is gone, and is not asked what it shows at the end. */
    async leave(one: Listener | Device) {
      if (listeners.delete(one as Listener)) await (one as Listener).stop()
      else if (devices.delete(one as Device)) (one as Device).stop()
    },
    speak(people: Somebody[], ids: string[], pauseMs: [number, number] = [50, 250]) {
      const senders = startSenders(history, random, people, ids, { pauseMs })
      speaking.add(senders)
      return senders
    },
    /** What must be true besides what the checker looks at. */
    demand(isTrue: boolean, otherwise: string) {
      if (!isTrue) demands.push(otherwise)
    },
    note: (figure: string) => void notes.push(figure),
    whenClosed: (end: () => unknown) => void closes.push(end),
    isSettled,
    ready: () => untilAll(isSettled, 'everybody follows'),
    until: untilAll,
    settle,

    /** Waits until all that are online have caught up, compares everything, and takes the stage down. */
    async finish() {
      for (const end of closes.splice(0)) await end()
      await Promise.all([...speaking].map((senders) => senders.stop()))
      await settle()
      const { stored, chats } = await readStored()
      const holdings = [
        ...(await Promise.all([...devices].map((device) => device.holdings()))).flat(),
        ...[...listeners].flatMap((listener) => listener.holdings(chatIds)),
      ]
      const members = await readMembers()
      const byName = new Map([...listeners, ...devices].map(({ name, who }) => [name, who.id]))
      const isMember = ({ receiver, chatId }: (typeof holdings)[number]) =>
        members.has(`${chatId} ${byName.get(receiver)}`)
      const verdict = check(history.record({ holdings: holdings.filter(isMember), stored, chats }))
      await close()
      const lags = processes.lagsMs.toSorted((one, other) => one - other)
      return {
        ...verdict,
        rssMb: processes.memory.mostMb,
        lagMs: lags.at(-1),
        deaths: processes.deaths,
        notes,
        faults: [...demands, ...verdict.findings, ...processes.lastWords()],
      }
    },
    close,
  }

  function isSettled(): boolean {
    return [...listeners].every((one) => one.isSettled())
  }

  async function settle() {
    const heads = () =>
      postgres.ask<{ id: string; version: number }>(database, 'select id, version from chats').catch(() => undefined)
    const last = Date.now() + settleMostMs
    let latest = Date.now() + settleMs
    let waiting: string[] = []
    do {
      const rows = await heads()
      const versions = new Map(rows?.map(({ id, version }) => [id, version]))
      const members = rows ? await readMembers().catch(() => undefined) : undefined
      if (members) {
        const before = waiting.join()
        waiting = chatIds.flatMap((chatId) => whoLags(chatId, versions.get(chatId) ?? 0, members))
        if (waiting.length === 0) return
        // As long as something moves, it is on its way.
        if (waiting.join() !== before) latest = Math.min(last, Date.now() + settleMs)
      }
      await sleep(100)
    } while (Date.now() < latest)
    demands.push(
      `nothing moved for ${settleMs / 1000} s, and still behind: ${waiting.length}, e.g. ${waiting.slice(0, 4).join('; ')}`,
    )
  }

  function whoLags(chatId: string, version: number, members: Set<string>): string[] {
    const isMember = ({ who }: { who: Somebody }) => members.has(`${chatId} ${who.id}`)
    return [
      ...[...listeners]
        .filter((one) => isMember(one) && !(one.isSettled() && one.version(chatId) === version))
        .map(
          (one) => `${one.name} at ${one.version(chatId)} of ${version}${one.isFollowing() ? '' : ', not following'}`,
        ),
      ...[...devices]
        .filter((one) => isMember(one) && !(one.isShowing(chatId, version) && one.unsent() === 0))
        .map((one) => `${one.name} at ${one.client.window({ chatId })?.version} of ${version}, ${one.unsent()} unsent`),
    ]
  }

  async function readMembers(): Promise<Set<string>> {
    const rows = await postgres.ask<{ chat_id: string; user_id: string }>(
      database,
      'select chat_id, user_id from members',
    )
    return new Set(rows.map((row) => `${row.chat_id} ${row.user_id}`))
  }

  async function readStored() {
    const stored = await postgres.ask<Stored>(
      database,
      `select chat_id as "chatId", number, id, version, sender_id as "senderId", kind, text, event from messages order by chat_id, number`,
    )
    const chats = await postgres.ask<{ id: string; version: number; lastNumber: number }>(
      database,
      'select id, version, last_number as "lastNumber" from chats',
    )
    return { stored, chats }
  }

  async function close() {
    await Promise.all([...listeners].map((listener) => listener.stop()))
    for (const device of devices) device.stop()
    listeners.clear()
    devices.clear()
    for (const end of closes.splice(0)) await end()
    await processes.stop()
    for (const line of [front, ...lines]) line.close()
    await bus.close()
    await postgres.ask('postgres', `drop database if exists ${database} with (force)`).catch(() => undefined)
  }
}

async function untilAll(isTrue: () => boolean, what: string, ms = 30_000) {
  const latest = Date.now() + ms
  while (!isTrue()) {
    if (Date.now() > latest) throw new Error(`It never came to this: ${what}`)
    await sleep(20)
  }
}
