import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export const hasNats = canRun('nats-server')
if (!hasNats) process.stderr.write('nats-server is not installed: what is told of NATS is not tested here.\n')

function canRun(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** A real broker, to be killed, frozen and started again. It lets in nobody without the password. */
export async function startNats() {
  const port = await freePort()
  let child: ChildProcess | undefined
  await start()
  return {
    url: `nats://parley:secret@127.0.0.1:${port}`,
    port,
    start,
    freeze: () => child?.kill('SIGSTOP'),
    thaw: () => child?.kill('SIGCONT'),
    async kill() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }

  async function start() {
    const words = ['-a', '127.0.0.1', '-p', String(port), '--user', 'parley', '--pass', 'secret']
    child = spawn('nats-server', words, { stdio: 'ignore' })
    for (let tries = 0; tries < 200 && !(await answers(port)); tries++) await sleep(25)
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

/** Stands before a server: frozen, it lets nothing through and closes nothing, as when a cable is pulled. */
export async function startWire(target: { host: string; port: number }) {
  const pairs = new Set<[Socket, Socket]>()
  let isFrozen = false
  const server = createServer((near) => {
    const far = connect(target.port, target.host)
    const pair: [Socket, Socket] = [near, far]
    pairs.add(pair)
    near.on('data', (bytes) => void (isFrozen || far.write(bytes)))
    far.on('data', (bytes) => void (isFrozen || near.write(bytes)))
    for (const [one, other] of [pair, pair.toReversed() as [Socket, Socket]]) {
      one.on('error', () => undefined)
      one.on('close', () => {
        pairs.delete(pair)
        if (!isFrozen) other.destroy()
      })
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    count: () => pairs.size,
    freeze: () => void (isFrozen = true),
    /** New connections come through again; the frozen ones never do. */
    heal: () => void (isFrozen = false),
    cut() {
      for (const pair of pairs) for (const socket of pair) socket.destroy()
    },
    stop() {
      server.close()
      for (const pair of pairs) for (const socket of pair) socket.destroy()
    },
  }
}
