import { Session } from 'node:inspector/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { answer, type Questions } from './process.ts'

/** Loaded into every measured server beside its own code. It does nothing until it is asked. */
let session: Session | undefined

const answers: Questions = {
  cpu: () => {
    const { user, system } = process.cpuUsage()
    return Promise.resolve(user + system)
  },
  async memory() {
    setFlagsFromString('--expose-gc')
    const collect: () => void = runInNewContext('gc')
    for (let round = 0; round < 3; round++) {
      collect()
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    const { rss, heapUsed, external } = process.memoryUsage()
    return { rss, heap: heapUsed + external }
  },
  async startProfile() {
    session = new Session()
    session.connect()
    await session.post('Profiler.enable')
    await session.post('Profiler.setSamplingInterval', { interval: 200 })
    await session.post('Profiler.start')
  },
  async stopProfile() {
    const stopped = await session!.post('Profiler.stop')
    session?.disconnect()
    return JSON.stringify(stopped.profile)
  },
}

answer(answers)
