import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import pLimit from 'p-limit'
import type { Somebody } from '../people.ts'
import { memoryOf } from '../processes.ts'
import type { Random } from '../random.ts'
import type { Scenario } from '../scenario.ts'
import { say } from '../senders.ts'

const patienceMs = 15_000
/** For what may as well wait for more. */
const glanceMs = 500
const atOnce = 64

export const frames: Scenario[] = [
  {
    name: 'malformed-frames',
    about:
      '10,000 seeded connections with broken frames, wrong calls and things that are not HTTP: each is answered or closed',
    async play(stage) {
      const people = await stage.invite(20)
      const chatId = await stage.gather(people[0]!, 'Engines', people.slice(1))
      const witness = stage.listen(people[0]!)
      await stage.ready()
      const senders = stage.speak(people.slice(0, 2), [chatId])
      const few = pLimit(atOnce)
      const silent: string[] = []
      const counts = new Map<string, number>()
      const attacks = Array.from({ length: stage.isQuick ? 300 : 10_000 }, (_, index) =>
        few(async () => {
          const { name, bytes } = attackOf(stage.random, people[index % people.length]!)
          counts.set(name, (counts.get(name) ?? 0) + 1)
          const outcome = await attack(stage.ports[0]!, bytes, mustAnswer.has(name) ? patienceMs : glanceMs)
          if (outcome === 'silence' && mustAnswer.has(name)) silent.push(name)
        }),
      )
      await Promise.all(attacks)
      await senders.stop()
      stage.demand(silent.length === 0, `neither answered nor closed: ${[...new Set(silent)].join(', ')}`)
      stage.demand(witness.closes.length === 0, 'somebody else lost his socket')
      stage.note([...counts].map(([name, count]) => `${count} ${name}`).join(', '))
    },
  },
  {
    name: 'giant-frames',
    about: 'frames of 64 KB and a byte, of 5 MB, and such that claim to be of 200 MB: closed, and no memory taken',
    async play(stage) {
      const [ada, bob] = await stage.invite(2)
      const chatId = await stage.gather(ada!, 'Engines', [bob!])
      stage.listen(bob!)
      await stage.ready()
      const pid = stage.processes.pidOf(stage.ports[0]!)
      const before = memoryOf(pid)
      const sizes = { '64 KB + 1': 64 * 1024 + 1, '5 MB': 5 * 1024 * 1024, '200 MB': 200 * 1024 * 1024 }
      for (const [name, size] of Object.entries(sizes)) {
        const body = Buffer.alloc(Math.min(size, 5 * 1024 * 1024), 'a')
        for (let time = 0; time < 8; time++) {
          const outcome = await attack(stage.ports[0]!, [upgrade(ada!), header(0x81, size), body])
          stage.demand(outcome === 'closed 1009' || outcome === 'closed', `a frame of ${name} ended with ${outcome}`)
        }
      }
      await say(stage.history, ada!, chatId, 'still here')
      const grown = memoryOf(pid) - before
      stage.note(`memory ${grown > 0 ? '+' : ''}${Math.round(grown)} MB`)
      stage.demand(grown < 64, `memory grew by ${Math.round(grown)} MB`)
    },
  },
]

type Attack = { name: string; bytes: Buffer[] }
const call = (params: unknown, id: unknown = 1) => JSON.stringify({ id, method: 'subscription', params })

/** Whatever a parser could stumble over. */
const broken: { [name: string]: (random: Random) => Buffer[] } = {
  'reserved bits': (random) => [header(0x81 | (random.whole(1, 7) << 4), 5), random.bytes(5)],
  'unknown opcodes': (random) => [header(0x80 | random.pick([3, 4, 5, 6, 7, 11, 12, 13, 14, 15]), 4), random.bytes(4)],
  'bad UTF-8': (random) => frame(0x81, Buffer.concat([Buffer.from([0xc3, 0x28, 0xff]), random.bytes(8)])),
  'frames without a mask': () => [Buffer.from([0x81, 0x02, 0x61, 0x62])],
  'long control frames': (random) => frame(0x89, random.bytes(126)),
  'fragments without end': (random) =>
    Array.from({ length: 90 }, (_, index) => frame(index === 0 ? 0x01 : 0x00, random.bytes(3))).flat(),
  'continuations of nothing': (random) => frame(0x80, random.bytes(4)),
  'bad close codes': (random) => frame(0x88, Buffer.from([0, random.whole(0, 255)])),
  'not JSON': (random) => frame(0x81, Buffer.from(`{"id":1,${random.next()}`)),
  'deep JSON': (random) => frame(0x81, Buffer.from('['.repeat(random.whole(5000, 30_000)))),
  'wrong types': (random) =>
    frame(
      0x81,
      Buffer.from(
        JSON.stringify(random.pick([null, 1, 'x', [[]], { id: {} }, { method: 7 }, { id: 1, method: null }])),
      ),
    ),
  'empty batches': () => frame(0x81, Buffer.from('[]')),
  'unknown procedures': (random) => frame(0x81, Buffer.from(call({ path: `no.such.${random.whole(1, 99)}` }))),
  'calls without id': () => frame(0x81, Buffer.from(call({ path: 'live.follow' }, null))),
  'calls of mutations': () => frame(0x81, Buffer.from(call({ path: 'messages.send', input: { json: {} } }))),
  'polluting input': () =>
    frame(
      0x81,
      Buffer.from(
        '{"id":1,"method":"subscription","params":{"path":"live.follow","input":{"json":{"__proto__":{"x":1}},"meta":{"values":{"__proto__.y":["Date"]}}}}}',
      ),
    ),
  'batches too long': () =>
    frame(0x81, Buffer.from(`[${Array.from({ length: 40 }, (_, id) => call({ path: 'live.follow' }, id)).join(',')}]`)),
  noise: (random) => [random.bytes(random.whole(1, 300))],
  'frames cut short': (random) => [header(0x81, 5000), random.bytes(40)],
}

/** Not a frame, but what comes instead of the request. */
const strange: { [name: string]: (random: Random, who: Somebody) => Buffer[] } = {
  'bad requests': (random) => [Buffer.from('GET / HTTP/9.9\r\n'), random.bytes(60), Buffer.from('\r\n\r\n')],
  'other paths': (_, who) => [upgrade(who, '/trpc/../x'), ...frame(0xf1, Buffer.from('bad'))],
  'bad keys': (_, who) => [upgrade(who, '/trpc', 'short')],
  'connection parameters': (_, who) => [
    upgrade(who, '/trpc?connectionParams=1'),
    ...frame(0x81, Buffer.from('{"method":"connectionParams","data":7}')),
  ],
  'foreign origins': (_, who) => [upgrade(who, '/trpc', undefined, 'Origin: https://evil.example\r\n')],
}

/** The others may just wait for the rest, until the keep-alive ends them. */
const mustAnswer = new Set(
  [...Object.keys(broken), ...Object.keys(strange)].filter(
    (name) =>
      ![
        'noise',
        'frames cut short',
        'bad requests',
        'connection parameters',
        'calls without id',
        'empty batches',
      ].includes(name),
  ),
)

function attackOf(random: Random, who: Somebody): Attack {
  if (random.chance(0.15)) {
    const name = random.pick(Object.keys(strange))
    return { name, bytes: strange[name]!(random, who) }
  }
  const name = random.pick(Object.keys(broken))
  return { name, bytes: [upgrade(who), ...broken[name]!(random)] }
}

/** Says all that, and waits for an answer after the handshake, or for the end. */
async function attack(port: number, bytes: Buffer[], waitMs = patienceMs): Promise<string> {
  return new Promise((resolve) => {
    const line = connect(port, '127.0.0.1')
    let heard = Buffer.alloc(0)
    const late = setTimeout(() => end('silence'), waitMs)
    const end = (outcome: string) => {
      clearTimeout(late)
      line.destroy()
      resolve(outcome)
    }
    line.on('connect', () => line.write(Buffer.concat(bytes)))
    line.on('data', (more) => {
      heard = Buffer.concat([heard, more])
      const rest = heard.subarray(heard.indexOf('\r\n\r\n') + 4)
      if (rest[0] === 0x88 && rest.length >= 4) end(`closed ${rest.readUInt16BE(2)}`)
      else if (rest.length > 0) end('answered')
    })
    line.on('error', () => end('closed'))
    line.on('close', () => end('closed'))
  })
}

function upgrade({ token }: Somebody, path = '/trpc', key = randomBytes(16).toString('base64'), more = ''): Buffer {
  return Buffer.from(
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
      `Sec-WebSocket-Key: ${key}\r\nAuthorization: Bearer ${token}\r\n${more}\r\n`,
  )
}

/** With a mask of zeros, so that the bytes stay as they are. */
function header(first: number, length: number): Buffer {
  const size = Buffer.alloc(length < 126 ? 1 : length < 65_536 ? 3 : 9)
  size[0] = 0x80 | (length < 126 ? length : length < 65_536 ? 126 : 127)
  if (size.length === 3) size.writeUInt16BE(length, 1)
  if (size.length === 9) size.writeBigUInt64BE(BigInt(length), 1)
  return Buffer.concat([Buffer.from([first]), size, Buffer.alloc(4)])
}

function frame(first: number, body: Buffer): Buffer[] {
  return [header(first, body.length), body]
}
