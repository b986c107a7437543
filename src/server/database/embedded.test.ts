import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isLive } from './embedded-claims.ts'
import { startEmbedded } from './embedded.ts'

type Embedded = Awaited<ReturnType<typeof startEmbedded>>

let folder: string
let started: Embedded[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-embedded-'))
})

afterEach(() => {
  for (const embedded of started.splice(0)) embedded.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('the server answers until it is stopped, and stopping twice is harmless', async () => {
  const { url, owner, stop } = await start()
  expect(owner).toBe(true)
  expect(await ask(url, 'select 1 + 1 as answer')).toEqual([{ answer: 2 }])
  stop()
  stop()
  await expect(ask(url, 'select 1')).rejects.toThrow('ECONNREFUSED')
})

test('a server that was killed starts again with its data', async () => {
  const { url } = await start({ fast: false })
  await ask(url, "create table notes as select 'kept' as text")
  const killed = serverPid()
  process.kill(killed, 'SIGKILL')
  await expect.poll(() => isLive(killed)).toBe(false)
  const again = await start()
  expect(await ask(again.url, 'select text from notes')).toEqual([{ text: 'kept' }])
})

test('two starts at the same time share one server, which the last to leave stops', async () => {
  const [first, second] = await Promise.all([start(), start()])
  expect(second.url).toBe(first.url)
  first.stop()
  expect(await ask(second.url, 'select 1 as one')).toEqual([{ one: 1 }])
  second.stop()
  await expect(ask(second.url, 'select 1')).rejects.toThrow('ECONNREFUSED')
})

test('an app that was killed leaves its server to the next app', async () => {
  const killed = await startElsewhere()
  const joined = await start()
  expect(joined).toMatchObject({ url: killed.url, owner: false })
  joined.stop()
  await killed.kill()
  const heir = await start()
  expect(heir).toMatchObject({ url: killed.url, owner: true })
  heir.stop()
  await expect(ask(heir.url, 'select 1')).rejects.toThrow('ECONNREFUSED')
})

async function start(options = { fast: true }) {
  const embedded = await startEmbedded(folder, options)
  started.push(embedded)
  return embedded
}

async function startElsewhere() {
  const code = `const { startEmbedded } = await import(${JSON.stringify(new URL('embedded.ts', import.meta.url).href)})
    console.log((await startEmbedded(${JSON.stringify(folder)}, { fast: true })).url)
    setInterval(() => {}, 1000)`
  const app = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((found) =>
    app.stdout.once('data', (line: Buffer) => found(line.toString().trim())),
  )
  async function kill() {
    const ended = new Promise((done) => app.once('exit', done))
    app.kill('SIGKILL')
    await ended
  }
  return { url, kill }
}

async function ask(url: string, sql: string) {
  const client = new Client(url)
  client.on('error', () => {})
  await client.connect()
  const { rows } = await client.query(sql)
  await client.end()
  return rows as unknown[]
}

function serverPid() {
  return Number(readFileSync(join(folder, 'pg18/postmaster.pid'), 'utf8').split('\n')[0])
}
