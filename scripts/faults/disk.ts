import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, statfsSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startPostgres } from './postgres.ts'

export type SmallDisk = Awaited<ReturnType<typeof openSmallDisk>>

const megabytes = 128

/** A PostgreSQL whose write-ahead log lies on a disk of its own, small enough to be filled. */
export async function openSmallDisk() {
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-faults-disk-'))
  chmodSync(folder, 0o711)
  const disk = path.join(folder, 'disk')
  mkdirSync(disk)
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=700`, 'tmpfs', disk])
  const postgres = await startPostgres(folder)
  const log = path.join(postgres.cluster, 'pg_wal')
  await postgres.stopAtOnce()
  cpSync(log, path.join(disk, 'pg_wal'), { recursive: true })
  rmSync(log, { recursive: true })
  symlinkSync(path.join(disk, 'pg_wal'), log)
  await postgres.start()
  const filler = path.join(disk, 'filler')

  return {
    postgres,
    fill() {
      const { bavail, bsize } = statfsSync(disk)
      writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - 4096)))
    },
    free: () => rmSync(filler, { force: true }),
    close() {
      postgres.stop()
      execFileSync('umount', ['-l', disk])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
