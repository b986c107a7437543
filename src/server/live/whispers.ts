import { v7 as uuid } from 'uuid'
import type { Person } from '../database/people.ts'
import { refusal } from '../errors.ts'
import type { Hub } from './hub.ts'

export type Whispers = ReturnType<typeof createWhispers>
type Whisper = { id: string; people: [Person, Person] }

const graceMs = 5000

/** Conversations off the record: they are in the memory of this process and nowhere else, and end when either side is gone. */
export function createWhispers(hub: Hub) {
  const whispers = new Map<string, Whisper>()
  const leaving = new Map<string, NodeJS.Timeout>()

  return {
    /** The one of this pair, if there is one. */
    start(who: Person, peer: Person): string {
      if (who.id === peer.id) throw refusal('SELF_CHAT_BLOCKED')
      if (!hub.isHere(peer.id)) throw refusal('PEER_OFFLINE')
      const whisper = [...whispers.values()].find((one) => has(one, who.id) && has(one, peer.id)) ?? {
        id: uuid(),
        people: [who, peer],
      }
      whispers.set(whisper.id, whisper)
      for (const person of whisper.people)
        hub.tell([person.id], { type: 'whisper', whisperId: whisper.id, peer: otherOf(whisper, person.id) })
      return whisper.id
    },

    say(whisperId: string, who: Person, text: string) {
      const whisper = find(whisperId, who.id)
      const peer = otherOf(whisper, who.id)
      if (!hub.isHere(peer.id)) throw refusal('PEER_OFFLINE')
      const said = { id: uuid(), senderId: who.id, text, at: new Date() }
      hub.tell([who.id], { type: 'whisper', whisperId, peer, said })
      hub.tell([peer.id], { type: 'whisper', whisperId, peer: who, said })
      return { id: said.id, at: said.at }
    },

    end(whisperId: string, userId: string) {
      close(find(whisperId, userId), 'ended')
    },

    /** Those of a user, for a device that comes later. */
    of: (userId: string) =>
      [...whispers.values()]
        .filter((one) => has(one, userId))
        .map((one) => ({ whisperId: one.id, peer: otherOf(one, userId) })),

    /** The last device of a user may have gone; a reload comes back in time. */
    disconnected(userId: string) {
      if (hub.isHere(userId) || leaving.has(userId)) return
      const timer = setTimeout(() => {
        leaving.delete(userId)
        if (!hub.isHere(userId))
          for (const whisper of whispers.values()) if (has(whisper, userId)) close(whisper, 'left')
      }, graceMs)
      leaving.set(userId, timer.unref())
    },
  }

  /** Ended, never begun, and somebody else's are one answer. */
  function find(whisperId: string, userId: string): Whisper {
    const whisper = whispers.get(whisperId)
    if (!whisper || !has(whisper, userId)) throw refusal('WHISPER_ENDED')
    return whisper
  }

  function close(whisper: Whisper, why: 'ended' | 'left') {
    whispers.delete(whisper.id)
    hub.tell(
      whisper.people.map(({ id }) => id),
      { type: 'ended', whisperId: whisper.id, why },
    )
  }
}

function has(whisper: Whisper, userId: string): boolean {
  return whisper.people.some(({ id }) => id === userId)
}

function otherOf({ people: [one, other] }: Whisper, userId: string): Person {
  return one.id === userId ? other : one
}
