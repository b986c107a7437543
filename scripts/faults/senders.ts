import { setTimeout as sleep } from 'node:timers/promises'
import { v7 as uuid } from 'uuid'
import type { History } from './history.ts'
import { refusalOf, type Somebody } from './people.ts'
import type { Random } from './random.ts'

export type Senders = ReturnType<typeof startSenders>
type Pace = { pauseMs: [least: number, most: number] }

/** Says one thing, again and again with the same id, until it is acknowledged or refused. */
export async function say(history: History, who: Somebody, chatId: string, text: string, over?: AbortSignal) {
  const id = uuid()
  history.invoke({ id, chatId, senderId: who.id })
  for (;;) {
    history.tries(id)
    try {
      const { number } = await who.api.messages.send.mutate({ id, chatId, text })
      history.ok(id, number)
      return { id, number }
    } catch (error) {
      const reason = refusalOf(error)
      if (reason) {
        history.refused(id, reason)
        return { id, reason }
      }
      history.unknown(id)
      if (over?.aborted) return { id, reason: 'over' }
      await sleep(30 + Math.random() * 120)
    }
  }
}

/** Everybody speaks, one thing after the other, until it is over; what was begun is brought to its end. */
export function startSenders(
  history: History,
  random: Random,
  people: Somebody[],
  chatIds: string[],
  { pauseMs }: Pace,
) {
  const over = new AbortController()
  /** Nobody tries for ever. */
  const givenUp = new AbortController()
  const running = people.map(async (who, index) => {
    await sleep(random.between(0, pauseMs[1]))
    for (let said = 1; !over.signal.aborted; said++) {
      await say(history, who, chatIds[index % chatIds.length]!, `${who.name} says ${said}`, givenUp.signal)
      await sleep(random.between(...pauseMs))
    }
  })
  return {
    async stop(patienceMs = 30_000) {
      over.abort()
      const late = setTimeout(() => givenUp.abort(), patienceMs)
      await Promise.all(running)
      clearTimeout(late)
    },
  }
}
