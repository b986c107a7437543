import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, inject, test } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { openAudience } from './crowd/audience.ts'
import { mark, textOf } from './crowd/words.ts'
import { quick } from './sizes.ts'
import { runBench } from './run.ts'

const total = (seqs: number[]) => ({ count: seqs.length, sum: seqs.reduce((sum, seq) => sum + mark(seq), 0) })

test('the benchmark runs with all its servers, and every message reaches every listener of each of them once', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-bench-test-'))
  chmodSync(folder, 0o711)
  const { rows } = await runBench({
    parts: ['fanout', 'send'],
    rounds: 1,
    isQuick: true,
    folder,
    database: inject('databaseUrl'),
    progress: () => undefined,
  }).finally(() => rmSync(folder, { recursive: true, force: true }))

  const servers = new Set(rows.map(({ server }) => server))
  expect([...servers]).toEqual(
    expect.arrayContaining([
      'Parley',
      'ws',
      'ws, framed once',
      'socket.io',
      'tRPC guide',
      'socket.io, stored',
      'pgbench',
    ]),
  )
  for (const { scenario, server, values } of rows.filter((row) => row.values['deliveries'] !== undefined)) {
    const listeners = scenario.includes(`to ${quick.hall}`) ? quick.hall : quick.parlour
    const { messages = 0, deliveries, missing, doubled, wrong } = values
    expect(messages, `${server}: ${scenario}`).toBeGreaterThan(0)
    expect({ deliveries, missing, doubled, wrong }, `${server}: ${scenario}`).toEqual({
      deliveries: messages * listeners,
      missing: 0,
      doubled: 0,
      wrong: 0,
    })
  }
  const sends = rows.filter(
    ({ values }) => values['acknowledgedASecond'] !== undefined && values['missing'] !== undefined,
  )
  expect(sends.length).toBe(5)
  for (const { server, values } of sends) expect([server, values['missing'], values['doubled']]).toEqual([server, 0, 0])
}, 120_000)

test('a listener sees what a server loses, doubles, alters or turns around', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  const sockets: WebSocket[] = []
  server.on('connection', (socket) => sockets.push(socket))
  const audience = await openAudience('ws', (server.address() as AddressInfo).port, [[], []])
  const heard: number[] = []
  const say = (socket: WebSocket, number: number, seq: number, text = textOf(seq)) =>
    socket.send(JSON.stringify({ number, text }))
  const allHeard = (count: number) =>
    new Promise<void>((resolve) => {
      audience.whenHeard((seq) => {
        heard.push(seq)
        if (heard.length === count) resolve()
      })
    })
  const [one, other] = sockets as [WebSocket, WebSocket]

  const fine = allHeard(4)
  for (const socket of [one, other]) for (const seq of [1, 2]) say(socket, seq, seq)
  await fine
  expect(audience.faults(total([1, 2]))).toEqual({ missing: 0, doubled: 0, wrong: 0, outOfOrder: 0, closed: 0 })

  heard.length = 0
  const foul = allHeard(5)
  say(one, 3, 3)
  say(one, 3, 3)
  say(other, 5, 4, textOf(4).replace('fox', 'cat'))
  say(other, 5, 5)
  say(other, 4, 6)
  say(one, 7, 7)
  await foul
  // One heard 1, 2, 3, 3, 7; the other 1, 2, 5, 6. All should have heard 1 to 5.
  expect(audience.faults(total([1, 2, 3, 4, 5]))).toEqual({
    missing: 1,
    doubled: 1,
    wrong: 1,
    outOfOrder: 2,
    closed: 0,
  })
  audience.close()
  server.close()
})
