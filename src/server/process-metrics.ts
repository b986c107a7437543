import type { Worker } from 'node:cluster'
import { once } from 'node:events'
import { AggregatorRegistry } from 'prom-client'

const question = 'metrics'
const patienceMs = 6000

/** Its making is what makes a process answer. */
export function listenForTheLeader() {
  return new AggregatorRegistry()
}

/** Whichever process is asked, the one that leads collects them from all. */
export async function metricsOfAll(): Promise<string> {
  const patience = AbortSignal.timeout(patienceMs)
  process.send?.(question)
  for (;;) {
    const [answer] = (await once(process, 'message', { signal: patience })) as unknown[]
    if (isAnswer(answer)) return answer.collected
  }
}

export function answerForMetrics(worker: Worker) {
  const all = new AggregatorRegistry()
  worker.on('message', (message: unknown) => {
    if (message !== question) return
    all.clusterMetrics().then(
      (collected) => worker.isConnected() && worker.send({ collected }),
      () => undefined,
    )
  })
}

function isAnswer(message: unknown): message is { collected: string } {
  return typeof message === 'object' && message !== null && 'collected' in message
}
