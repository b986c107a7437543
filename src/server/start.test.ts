import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { findRunner } from './database/embedded-runner.ts'
import { apiAt } from './testing.ts'

const isWindows = process.platform === 'win32'
let folder: string
let place: string
const children: ChildProcess[] = []
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'parley-start-'))
  chmodSync(folder, 0o711)
  place = findRunner(path.join(folder, 'pg18')).folder
})
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
  if (isAlive(postmaster())) process.kill(postmaster(), 'SIGQUIT')
  rmSync(folder, { recursive: true, force: true })
})

const ada = { username: 'ada', password: 'a long password' }

test('it starts on the next port where its own is busy, and what was said survives a kill', async () => {
  const busy = createServer().listen(0, '127.0.0.1')
  await once(busy, 'listening')
  const { port } = busy.address() as AddressInfo
  const first = await start({ PORT: String(port) })
  expect(first.said).toContain(`Port ${port} is busy, so this is on ${first.port}.`)
  expect(first.port).toBeGreaterThan(port)
  expect(first.said).toContain(`Its database is under ${folder}.`)
  busy.close()
  const { user } = await apiAt(first.url).auth.register(ada)
  expect(user.isAdmin).toBe(true)
  first.child.kill('SIGKILL')
  await first.ended
  expect(isAlive(postmaster())).toBe(true)

  const second = await start({})
  expect(await apiAt(second.url).auth.login(ada)).toMatchObject({ user: { id: user.id } })
  second.child.kill('SIGTERM')
  expect(await second.ended).toEqual([0, null])
  expect(isAlive(postmaster())).toBe(false)
})

test.skipIf(isWindows)('Ctrl-C under npm stops everything, also with clients inside', async () => {
  const { child, url, ended } = await start({}, ['npm', 'start'])
  const { token } = await apiAt(url).auth.login({ ...ada, as: 'token' })
  const socket = new WebSocket(`${url.replace('http', 'ws')}/trpc`, { headers: { authorization: `Bearer ${token}` } })
  await once(socket, 'open')
  const pid = postmaster()
  const since = Date.now()
  // The whole group hears it, as in a terminal, and npm passes it on: it arrives twice.
  process.kill(-child.pid!, 'SIGINT')
  await ended
  expect(Date.now() - since).toBeLessThan(12_000)
  await soon(() => !isAlive(pid) && !isAlive(postmaster()))
  expect(isAlive(pid)).toBe(false)
})

test('a stop that comes while it starts leaves nothing behind', async () => {
  for (const wait of [300, 900, 1500]) {
    const child = run({})
    await sleep(wait)
    child.kill('SIGTERM')
    await once(child, 'exit')
    expect({ wait, isAlive: isAlive(postmaster()) }).toEqual({ wait, isAlive: false })
  }
})

/** As an operator types it, or (to be killed, which npm would not pass on) without npm. */
function run(environment: Record<string, string>, command = [process.execPath, '--import', 'tsx', 'scripts/start.ts']) {
  const [program = '', ...words] = command
  const child = spawn(program, words, {
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      DATA_DIR: folder,
      PORT: '0',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'silent',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  children.push(child)
  return child
}

/** Resolves when it says where it runs. */
async function start(environment: Record<string, string>, command?: string[]) {
  const child = run(environment, command)
  const ended = once(child, 'exit')
  let said = ''
  for await (const chunk of child.stdout) {
    said += chunk
    if (said.includes('Ctrl-C stops it.')) break
  }
  const url = /Parley runs at (\S+)/.exec(said)?.[1] ?? ''
  return { child, said, url, port: Number(new URL(url).port), ended }
}

async function soon(isTrue: () => boolean) {
  for (let time = 0; time < 100 && !isTrue(); time++) await sleep(50)
}

function postmaster(): number {
  try {
    return Number(readFileSync(path.join(place, 'postmaster.pid'), 'utf8').split('\n')[0])
  } catch {
    return 0
  }
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0)
  } catch {
    return false
  }
}
