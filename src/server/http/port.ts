import cluster from 'node:cluster'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import type { Config } from '../config.ts'

type Wanted = Pick<Config, 'port' | 'host'>

/** A busy port moves on to the next, but not for one of several processes that share theirs. */
export async function listenOnFreePort(
  listen: (port: number, host?: string) => Promise<number>,
  { port, host }: Wanted,
): Promise<number> {
  const last = cluster.isWorker ? port : Math.min(port + 20, 65_535)
  for (let next = port; ; next++) {
    try {
      return await listen(next, host)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
        throw new Error(`HOST ${host} is not an address of this machine.`, { cause: error })
      if (code === 'EACCES')
        throw new Error(`PORT ${next} is not allowed to this user. Choose one above 1023.`, { cause: error })
      if (code !== 'EADDRINUSE') throw error
      if (next >= last) throw new Error(`The ports ${port} to ${last} are busy. Choose another PORT.`, { cause: error })
    }
  }
}

/** The one that `listenOnFreePort` would take, free again. */
export function findFreePort(wanted: Wanted): Promise<number> {
  return listenOnFreePort(
    (port, host) =>
      new Promise((resolve, reject) => {
        const server = createServer().once('error', reject)
        server.listen({ port, host }, () => {
          const bound = (server.address() as AddressInfo).port
          server.close(() => resolve(bound))
        })
      }),
    wanted,
  )
}
