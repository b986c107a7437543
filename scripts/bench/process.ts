import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'

/** What a process can be asked, and what it answers. */
type Asked = Record<string, (order: never) => Promise<unknown>>
type Answer = { answer: unknown } | { fault: string }

/** Of every measured server, through the probe. CPU in microseconds, by the kernel's accounting; memory in bytes, after a collection. */
export type Questions = {
  cpu: () => Promise<number>
  memory: () => Promise<{ rss: number; heap: number }>
  startProfile: () => Promise<void>
  stopProfile: () => Promise<string>
}

export type Running<Of extends Asked> = {
  pid: number
  ask: <Name extends keyof Of & string>(
    name: Name,
    ...order: Parameters<Of[Name]>
  ) => Promise<Awaited<ReturnType<Of[Name]>>>
  /** What it says by itself. */
  said: (isIt: (said: unknown) => boolean) => Promise<unknown>
  stop: () => Promise<void>
}

type Start = { environment?: Record<string, string>; logFile?: string; flags?: string[] }

/** Starts a TypeScript file as a process of its own. It is asked one thing at a time. */
export function run<Of extends Asked>(
  file: string,
  { environment = {}, logFile, flags = [] }: Start = {},
): Running<Of> {
  const output = logFile ? openSync(logFile, 'a') : 'inherit'
  const child = fork(file, {
    execArgv: ['--import', 'tsx', ...flags],
    env: { ...process.env, ...environment },
    stdio: ['ignore', output, logFile ? output : 'inherit', 'ipc'],
  })
  let isGone = false
  const gone = once(child, 'exit').then(([code]) => {
    isGone = true
    throw new Error(`${file} ended with ${String(code)}${logFile ? `; it said why in ${logFile}` : ''}`)
  })
  gone.catch(() => undefined)
  const end = () => child.kill('SIGKILL')
  process.once('exit', end)

  return {
    pid: child.pid ?? 0,
    async ask(name, ...order) {
      const answered = heard(child, (said) => isObject(said) && ('answer' in said || 'fault' in said))
      child.send({ ask: name, order: order[0] })
      const got = (await Promise.race([answered, gone])) as Answer
      if ('fault' in got) throw new Error(got.fault)
      return got.answer as never
    },
    said: (isIt) => Promise.race([heard(child, isIt), gone]),
    async stop() {
      process.off('exit', end)
      if (isGone) return gone
      child.kill('SIGTERM')
      const late = setTimeout(end, 12_000)
      await gone.catch(() => undefined)
      clearTimeout(late)
    },
  }
}

/** The other end: answers in the child, which ends with whoever started it. */
export function answer(answers: Asked) {
  process.on('message', (said) => {
    if (!isObject(said) || !('ask' in said)) return
    const { ask, order } = said as { ask: string; order: never }
    answers[ask]!(order).then(
      (given) => process.send!({ answer: given ?? null }),
      (error: unknown) =>
        process.send!({ fault: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    )
  })
  process.once('disconnect', () => process.exit(0))
}

function heard(child: ChildProcess, isIt: (said: unknown) => boolean): Promise<unknown> {
  return new Promise((resolve) => {
    child.on('message', function hear(said) {
      if (!isIt(said)) return
      child.off('message', hear)
      resolve(said)
    })
  })
}

function isObject(said: unknown): said is object {
  return typeof said === 'object' && said !== null
}
