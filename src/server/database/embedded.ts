import { randomBytes, randomUUID } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, connect } from 'node:net'
import { basename, dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { claim, isLive, takeTurn } from './embedded-claims.ts'
import { findRunner, type Runner } from './embedded-runner.ts'

/** Starts the real PostgreSQL that comes as an npm package, or joins the one that already serves this folder. The last one out stops it. */
export async function startEmbedded(
  folder: string,
  { fast = false }: { fast?: boolean } = {},
): Promise<{ url: string; owner: boolean; stop: () => void }> {
  const base = resolve(folder)
  mkdirSync(base, { recursive: true })
  // A server under another uid must be able to walk through; mkdtemp makes folders that only we can enter.
  if (process.getuid?.() === 0) chmodSync(base, 0o711)
  const runner = findRunner(join(base, 'pg18'))
  const turns = join(base, 'pg18.turns')

  // Claim before taking the turn: whoever is about to stop the server then either sees us or is waited for.
  const use = claim(join(base, 'pg18.apps'))
  const turn = await takeTurn(turns)
  try {
    const password = readPassword(runner)
    if (!existsSync(join(runner.folder, 'PG_VERSION'))) createCluster(runner, password, fast)
    const running = await findServer(runner)
    const port = running ?? (await startServer(runner, fast))
    const owner = !running || !use.hasOthers()
    return { url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`, owner, stop }
  } catch (error) {
    use.release()
    throw error
  } finally {
    turn.release()
  }

  function stop() {
    if (!use.release()) return
    const stopping = claim(turns)
    if (!use.hasOthers()) runner.run('pg_ctl', ['stop', '-D', runner.folder, '-m', 'fast', '-w', '-s'])
    stopping.release()
  }
}

function readPassword(runner: Runner) {
  const file = `${runner.folder}.password`
  if (!existsSync(file)) {
    const draft = `${file}.${randomUUID()}`
    writeFileSync(draft, randomBytes(18).toString('base64url'), { mode: 0o600 })
    renameSync(draft, file)
  }
  return readFileSync(file, 'utf8').trim()
}

/** Made beside its place and moved there when it is whole, so that a crash leaves no half of a cluster. */
function createCluster(runner: Runner, password: string, fast: boolean) {
  const parent = dirname(runner.folder)
  const prefix = `${basename(runner.folder)}.new-`
  for (const name of readdirSync(parent)) {
    if (name.startsWith(prefix)) rmSync(join(parent, name), { recursive: true, force: true })
  }
  const draft = join(parent, prefix + randomUUID())
  const passwordFile = `${draft}.password`
  runner.makeFolder(draft)
  writeFileSync(passwordFile, password, { mode: 0o600 })
  runner.give(passwordFile)
  const locale = [
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--lc-collate=C',
    '--lc-ctype=C',
    '--lc-messages=C',
  ]
  const access = ['-U', 'postgres', '-A', 'scram-sha-256', '--pwfile', passwordFile]
  const made = runner.run('initdb', ['-D', draft, ...access, '-E', 'UTF8', ...locale, ...(fast ? ['-N'] : [])])
  rmSync(passwordFile)
  if (!made.ok) throw new Error(`The embedded PostgreSQL could not create its folder ${runner.folder}: ${made.errors}`)
  rmSync(runner.folder, { recursive: true, force: true })
  renameSync(draft, runner.folder)
}

async function findServer(runner: Runner) {
  const file = join(runner.folder, 'postmaster.pid')
  const deadline = Date.now() + 60_000
  while (existsSync(file)) {
    const [pid, , , port, , , , status] = readFileSync(file, 'utf8').split('\n')
    // PostgreSQL itself would take a zombie, or another program that was given the number, for a living server.
    if (!isLive(Number(pid), 'postgres')) {
      rmSync(file, { force: true })
      return undefined
    }
    if (status?.startsWith('ready') && (await canConnect(Number(port)))) return Number(port)
    if (Date.now() > deadline)
      throw new Error(`The embedded PostgreSQL (process ${pid}) in ${runner.folder} does not answer`)
    await sleep(100)
  }
  return undefined
}

async function startServer(runner: Runner, fast: boolean) {
  const log = join(runner.folder, 'server.log')
  const careless = fast ? ' -c fsync=off -c synchronous_commit=off -c full_page_writes=off' : ''
  let errors = ''
  // More than once: the port may be taken meanwhile, and the children of a killed server need a moment to go.
  for (let attempt = 1; attempt <= 5; attempt++) {
    const port = await findFreePort()
    const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200${careless}`
    // Without -l the server keeps our pipe open, and the call never returns.
    const started = runner.run('pg_ctl', [
      'start',
      '-D',
      runner.folder,
      '-w',
      '-t',
      '60',
      '-s',
      '-l',
      log,
      '-o',
      options,
    ])
    if (started.ok) return port
    errors = started.errors
    await sleep(attempt * 200)
  }
  const lastLines = existsSync(log) ? readFileSync(log, 'utf8').slice(-1500) : ''
  throw new Error(`The embedded PostgreSQL in ${runner.folder} did not start: ${errors}\n${lastLines}`)
}

function findFreePort() {
  return new Promise<number>((found, failed) => {
    const server = createServer().once('error', failed)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = address !== null && typeof address === 'object' ? address.port : 0
      server.close(() => found(port))
    })
  })
}

function canConnect(port: number) {
  return new Promise<boolean>((answer) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      answer(true)
    })
    socket.once('error', () => answer(false))
  })
}
