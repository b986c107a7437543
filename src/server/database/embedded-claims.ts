import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export type Claim = { release: () => boolean; hasOthers: () => boolean }

/** A file that stands for this process in a folder, and counts for as long as the process lives. */
export function claim(folder: string): Claim {
  const { release, others } = placeClaim(folder)
  return { release, hasOthers: () => others().length > 0 }
}

/** Waits until nobody else has a claim in the folder, and keeps others waiting until it is released. */
export async function takeTurn(folder: string): Promise<Claim> {
  for (;;) {
    const { name, release, others } = placeClaim(folder)
    // Of those who came together the smallest name stays and waits for the others to step back.
    while (others().every((other) => other > name)) {
      if (others().length === 0) return { release, hasOthers: () => false }
      await sleep(20)
    }
    release()
    await sleep(50)
  }
}

/** Whether the process runs, and, where that can be known, runs that program. */
export function isLive(pid: number, program?: string) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    const belongsToAnother = error instanceof Error && 'code' in error && error.code === 'EPERM'
    if (!belongsToAnother) return false
  }
  const status = readProcess(pid, 'status')
  const isZombie = /^State:\s+Z/m.test(status)
  const isAnotherProgram = program && status && !status.startsWith(`Name:\t${program}`)
  return !isZombie && !isAnotherProgram
}

function placeClaim(folder: string) {
  mkdirSync(folder, { recursive: true })
  const name = `${process.pid}-${birthOf(process.pid)}-${randomUUID()}`
  const file = join(folder, name)
  writeFileSync(file, '')
  let isHeld = true
  function release() {
    const wasHeld = isHeld
    isHeld = false
    rmSync(file, { force: true })
    return wasHeld
  }
  return { name, release, others: () => readdirSync(folder).filter((other) => other !== name && counts(folder, other)) }
}

function counts(folder: string, name: string) {
  const [pid, birth] = name.split('-')
  const isHeld = isLive(Number(pid)) && birthOf(Number(pid)) === birth
  if (!isHeld) rmSync(join(folder, name), { force: true })
  return isHeld
}

/** Process numbers are given out again, at once in a container that was started anew; the time of birth tells them apart. */
function birthOf(pid: number) {
  const afterName = readProcess(pid, 'stat').split(') ').at(-1)
  return afterName?.split(' ')[19] ?? ''
}

function readProcess(pid: number, file: string) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
