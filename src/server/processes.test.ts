import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { v7 as uuid } from 'uuid'
import { apiAt, createTestDatabase } from './testing.ts'

let databaseUrl: string
const children: ChildProcess[] = []
beforeAll(async () => {
  databaseUrl = await createTestDatabase()
})
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
})

test(
  'three processes behind one port serve, one that is killed comes back, and all are replaced while people talk',
  { timeout: 240_000 },
  async () => {
    const { child, url, said } = await start(['--processes', '3'])
    expect(said()).toContain('3 processes share the work.')
    const first = await processesAt(url)
    expect(first).toHaveLength(3)

    const { token = '' } = await apiAt(url).auth.guest({ as: 'token' })
    const api = apiAt(url, { authorization: `Bearer ${token}` })
    const { chatId } = await api.groups.create({ title: 'Engines', userIds: [] })
    const sockets: WebSocket[] = []
    while (sockets.length < 9) sockets.push(await socketTo(url, token))
    expect(Math.min(...(await connectionsAt(url)))).toBeGreaterThan(1)
    for (const socket of sockets) socket.terminate()
    const talk = talking(api, chatId)

    process.kill(first[0]!, 'SIGKILL')
    await until(async () => (await processesAt(url)).filter((pid) => !first.includes(pid)).length === 1)
    const second = await processesAt(url)
    expect(second).toHaveLength(3)

    child.kill('SIGHUP')
    await until(async () => {
      const now = await processesAt(url)
      return now.length === 3 && now.every((pid) => !second.includes(pid))
    })
    const acknowledged = await talk.stop()
    expect(acknowledged.length).toBeGreaterThan(10)
    const stored = await api.messages.list({ chatId, limit: 100 })
    const texts = stored.messages.map(({ text }) => text)
    expect(acknowledged.slice(-50).filter((text) => texts.filter((one) => one === text).length !== 1)).toEqual([])

    const last = await processesAt(url)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
    expect(last.filter(isAlive)).toEqual([])
  },
)

test('when the one that leads is killed, none of the others stays', { timeout: 120_000 }, async () => {
  const { child, url } = await start(['--processes', '2'])
  const all = await processesAt(url)
  expect(all).toHaveLength(2)
  child.kill('SIGKILL')
  await until(async () => !all.some(isAlive))
})

test('processes that cannot start say why, and everything ends', { timeout: 120_000 }, async () => {
  const { child, said } = run(['--processes', '2'], { HOST: '203.0.113.7' })
  const [code] = await once(child, 'exit')
  expect(code).toBe(1)
  expect(said()).toContain('HOST 203.0.113.7 is not an address of this machine.')
  const wrong = run(['--processes', 'many'])
  await once(wrong.child, 'exit')
  expect(wrong.said()).toContain('PROCESSES must be a number.')
})

/** Says one thing after the other, again where it is not known whether it was taken, as a client does. */
function talking(api: ReturnType<typeof apiAt>, chatId: string) {
  const acknowledged: string[] = []
  const going = { on: true }
  const talk = (async () => {
    for (let index = 1; going.on; index++) {
      const message = { id: uuid(), chatId, text: `word ${index}` }
      while (going.on) {
        // A connection on its way to a process at the moment of its death is never answered: clients wait so long and no longer.
        const late = sleep(3000, false)
        const isTaken = await Promise.race([
          late,
          api.messages.send(message).then(
            () => true,
            () => false,
          ),
        ])
        if (isTaken) acknowledged.push(message.text)
        if (isTaken) break
        await sleep(100)
      }
      await sleep(50)
    }
  })()
  return {
    async stop() {
      going.on = false
      await talk
      return acknowledged
    },
  }
}

async function socketTo(url: string, token: string) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/trpc`, { headers: { authorization: `Bearer ${token}` } })
  await once(socket, 'open')
  return socket
}

async function metricsAt(url: string, name: string) {
  const body = await fetch(`${url}/metrics`, {
    headers: { connection: 'close' },
    signal: AbortSignal.timeout(3000),
  }).then((answer) => answer.text())
  return [...body.matchAll(new RegExp(`^${name}{.*process="(\\d+)".*} (\\d+)`, 'gm'))].map(([, pid, count]) => ({
    pid: Number(pid),
    count: Number(count),
  }))
}

/** Those that serve now; nobody answers for a moment while one is killed. */
async function processesAt(url: string): Promise<number[]> {
  const found = await metricsAt(url, 'parley_bus_ready').catch(() => [])
  return found.map(({ pid }) => pid).toSorted((one, other) => one - other)
}

async function connectionsAt(url: string): Promise<number[]> {
  return (await metricsAt(url, 'parley_connections')).map(({ count }) => count)
}

function run(words: string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/start.ts', ...words], {
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      DATABASE_URL: databaseUrl,
      PORT: '0',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'silent',
      LIMIT_FACTOR: '1000',
      ...environment,
    },
  })
  children.push(child)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  return { child, said: () => said }
}

async function start(words: string[]) {
  const { child, said } = run(words)
  await until(async () => {
    if (child.exitCode !== null) throw new Error(said())
    return said().includes('Ctrl-C stops it.')
  })
  const [, url = ''] = /Parley runs at (\S+)/.exec(said()) ?? []
  return { child, url, said }
}

async function until(isTrue: () => Promise<boolean>, ms = 100_000) {
  const deadline = Date.now() + ms
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error('It never became true')
    await sleep(100)
  }
}

function isAlive(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/status`, 'utf8').includes('State:\tZ')
  } catch {
    return false
  }
}
