import { setTimeout as sleep } from 'node:timers/promises'
import { refusal } from '../errors.ts'
import type { Hub } from './hub.ts'
import type { News } from './news.ts'
import type { Relay } from './relay.ts'

/** The bus may lose a note, or the note that it was heard: it is said again, after so long. */
const pausesMs = [100, 200, 400, 800]
const mostRemembered = 1000

/** Tells words that are stored nowhere to somebody in any process, and knows whether he was told. */
export function createSpoken(hub: Hub, relay: Relay, isOnline: (userId: string) => Promise<boolean>) {
  const unheard = new Map<string, () => void>()
  const told = new Set<string>()
  relay.listenFor(relay.processId)
  relay.when('said', ({ userId, from, saidId, news }) => {
    if (!hub.isHere(userId)) return
    if (!told.has(saidId)) hub.tellUsersHere([userId], news)
    told.add(saidId)
    if (told.size > mostRemembered) told.clear()
    relay.tell([from], () => ({ type: 'heard', processId: from, saidId }))
  })
  relay.when('heard', ({ saidId }) => unheard.get(saidId)?.())

  return {
    /** Refuses when there is nobody who hears it. */
    async tell(userId: string, saidId: string, news: News) {
      const isHere = hub.isHere(userId)
      if (isHere) hub.tellUsersHere([userId], news)
      if (relay.isAlone && !isHere) throw refusal('PEER_OFFLINE')
      const heard = new Promise<true>((resolve) => unheard.set(saidId, () => resolve(true)))
      try {
        for (const pauseMs of pausesMs) {
          relay.tell([userId], () => ({ type: 'said', userId, from: relay.processId, saidId, news }))
          // His other devices may follow elsewhere; they are not waited for.
          if (isHere || (await Promise.race([heard, sleep(pauseMs, false)]))) return
          if (!(await isOnline(userId))) break
        }
        throw refusal('PEER_OFFLINE')
      } finally {
        unheard.delete(saidId)
      }
    },
  }
}
