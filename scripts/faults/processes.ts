import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export type Processes = ReturnType<typeof createProcesses>
type Change = { environment?: Record<string, string>; prefix?: string[] }
type Process = { port: number; child: ChildProcess; end?: 'expected' | 'last'; hasServed: boolean; scrapes: number }

/** Of all stages, for when everything is broken off. */
const children = new Set<ChildProcess>()
const startMs = 60_000
const sampleMs = 1000
const scrapeMs = 3000

/** The app's own processes, as an operator starts them; what they use, and how they end. */
export function createProcesses(environment: Record<string, string>) {
  const running = new Map<number, Process>()
  const deaths = { expected: 0, unexpected: 0 }
  const said: string[] = []
  const memory = { mostMb: 0 }
  const lagsMs: number[] = []
  const samples = setInterval(sample, sampleMs)
  const scrapes = setInterval(() => void scrape(), scrapeMs)

  return {
    deaths,
    memory,
    lagsMs,
    /** The last lines that a process wrote before it ended unexpectedly. */
    lastWords: () => said,
    ports: () => [...running.keys()],
    pids: () => [...running.values()].flatMap(({ child }) => child.pid ?? []),
    pidOf: (port: number) => running.get(port)?.child.pid,
    start,
    isUp: (port: number) => running.has(port),
    /** Ends a process without a warning, or asks it to stop. Resolves when it is gone. */
    async end(port: number, signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL') {
      const found = running.get(port)
      if (!found) return
      found.end = 'expected'
      const ended = once(found.child, 'exit')
      found.child.kill(signal)
      await ended
    },
    signal(port: number, signal: 'SIGSTOP' | 'SIGCONT') {
      running.get(port)?.child.kill(signal)
    },
    metrics,
    async stop() {
      clearInterval(samples)
      clearInterval(scrapes)
      await scrape()
      sample()
      await Promise.all(
        [...running.values()].map(async (one) => {
          one.end = 'last'
          const ended = once(one.child, 'exit')
          one.child.kill('SIGKILL')
          await ended
        }),
      )
    },
  }

  /** Resolves when it serves. Where the database is not there in time, it is started again, as an operator's platform does. */
  async function start(port: number, change: Change = {}) {
    for (let attempt = 1; ; attempt++) {
      try {
        return await startOnce(port, change)
      } catch (error) {
        const mayHelp = /did not answer in time|does not serve|No database answers/.test(String(error))
        if (!mayHelp || attempt === 5) throw error
      }
    }
  }

  async function startOnce(port: number, change: Change) {
    const [command, ...words] = [
      ...(change.prefix ?? []),
      process.execPath,
      '--import',
      'tsx',
      ...(change.environment?.['PRELOAD'] ? ['--import', change.environment['PRELOAD']] : []),
      'scripts/serve.ts',
    ]
    const child = spawn(command, words, {
      env: {
        PATH: process.env['PATH'],
        HOST: '127.0.0.1',
        PORT: String(port),
        LOG_LEVEL: 'warn',
        NODE_OPTIONS: '--stack-trace-limit=50',
        LIMIT_FACTOR: '1000',
        ...environment,
        ...change.environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const one: Process = { port, child, hasServed: false, scrapes: 0 }
    running.set(port, one)
    let lines = ''
    const keep = (bytes: Buffer) => (lines = (lines + bytes.toString()).slice(-8000))
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    children.add(child)
    child.once('exit', (code, signal) => {
      children.delete(child)
      if (running.get(port) === one) running.delete(port)
      if (one.end === 'expected') deaths.expected++
      if (one.end !== undefined || !one.hasServed) return
      deaths.unexpected++
      said.push(`A process ended with ${code ?? signal}: ${wordsIn(lines)}`)
    })
    const latest = Date.now() + startMs
    while (!(await isReady(port))) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`A process did not start: ${faultIn(lines)}`)
      if (Date.now() > latest) throw new Error(`A process did not serve in time: ${lines}`)
      await sleep(25)
    }
    one.hasServed = true
  }

  function sample() {
    for (const { child } of running.values()) {
      const peak = /^VmHWM:\s+(\d+)/m.exec(statusOf(child.pid))?.[1]
      if (peak) memory.mostMb = Math.max(memory.mostMb, Number(peak) / 1024)
    }
  }

  async function scrape() {
    for (const one of running.values()) {
      const found = await metrics(one.port)
      const lag = found['nodejs_eventloop_lag_p99_seconds']
      // The first one measures the start of the process.
      if (lag !== undefined && one.scrapes++ > 0) lagsMs.push(lag * 1000)
    }
  }

  async function metrics(port: number): Promise<Record<string, number>> {
    try {
      const answer = await fetch(`http://127.0.0.1:${port}/metrics`, { signal: AbortSignal.timeout(2000) })
      const lines = (await answer.text()).split('\n').filter((line) => !line.startsWith('#'))
      return Object.fromEntries(
        lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
      )
    } catch {
      return {}
    }
  }
}

/** Milliseconds of CPU that a process has used, by the kernel's count of hundredths of a second. */
export function cpuOf(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** What a stack says of our own code. */
function wordsIn(lines: string): string {
  const told = lines.split('\n').filter((line) => /error|\/src\//i.test(line) && !line.includes('node_modules'))
  return told.map((line) => line.trim().slice(0, 200)).join(' | ') || lines.slice(-500)
}

function faultIn(lines: string): string {
  return lines.split('\n').find((line) => /error|did not start/i.test(line)) ?? lines.slice(-300)
}

export function endAllProcesses() {
  for (const child of children) child.kill('SIGKILL')
}

export function memoryOf(pid: number | undefined): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(statusOf(pid))?.[1] ?? 0) / 1024
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function isReady(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/ready`, { signal: AbortSignal.timeout(2000) }).then(
    ({ ok }) => ok,
    () => false,
  )
}

function statusOf(pid: number | undefined): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    return ''
  }
}
