import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Logger } from 'pino'
import { v7 as uuid } from 'uuid'
import type { Database } from '../database/database.ts'
import type { Person } from '../database/people.ts'
import { refusal } from '../errors.ts'
import type { Hub } from './hub.ts'
import type { Relay } from './relay.ts'
import { createSpoken } from './spoken.ts'

export type Whispers = ReturnType<typeof createWhispers>
type Whisper = { id: string; people: [Person, Person]; at: number }

const checkMs = 2000
const announceEvery = 5
const seekMs = 1000
const mostRemembered = 10_000

/**
 * Conversations off the record: in the memory of the processes and nowhere else, and over when either side is gone. Every
 * process knows of all that go on, since a call may come to any; what is said is told to the two alone.
 */
export function createWhispers(db: Database, hub: Hub, relay: Relay, log: Pick<Logger, 'warn'>) {
  const whispers = new Map<string, Whisper>()
  /** Since when they are over: what is heard late of one must not bring it back. */
  const over = new Map<string, number>()
  const awaited = new Map<string, () => void>()
  const spoken = createSpoken(hub, relay, isOnline)
  let checks = 0
  const timer = setInterval(() => void check(), checkMs)
  timer.unref()
  relay.when('begun', ({ whisperId, people, at }) => {
    const endedAt = over.get(whisperId) ?? 0
    if (endedAt >= at) tellOver(whisperId, people, 'ended', endedAt)
    else if (!whispers.has(whisperId)) begin({ id: whisperId, people, at })
  })
  relay.when('over', ({ whisperId, userIds, why, at }) => {
    if ((whispers.get(whisperId)?.at ?? 0) > at) return
    remember(whisperId, at)
    if (whispers.delete(whisperId)) hub.tellUsersHere(userIds, { type: 'ended', whisperId, why })
  })
  relay.when('which', () => announce())
  relay.whenOpened(() => {
    relay.tellAll({ type: 'which' })
    announce()
  })

  return {
    /** The one of this pair, if there is one. */
    async start(who: Person, peer: Person): Promise<string> {
      if (who.id === peer.id) throw refusal('SELF_CHAT_BLOCKED')
      if (!(await isOnline(peer.id))) throw refusal('PEER_OFFLINE')
      const id = relay.idOf([who.id, peer.id].toSorted().join(' '))
      const at = Math.max(Date.now(), (over.get(id) ?? 0) + 1)
      const whisper = whispers.get(id) ?? { id, people: [who, peer], at }
      begin(whisper)
      tellBegun(whisper)
      return id
    },

    async say(whisperId: string, who: Person, text: string) {
      const whisper = await find(whisperId, who.id)
      const peer = otherOf(whisper, who.id)
      const said = { id: uuid(), senderId: who.id, text, at: new Date() }
      await spoken.tell(peer.id, said.id, { type: 'whisper', whisperId, peer: who, said })
      hub.tell([who.id], { type: 'whisper', whisperId, peer, said })
      return { id: said.id, at: said.at }
    },

    async end(whisperId: string, userId: string) {
      close(await find(whisperId, userId), 'ended')
    },

    /** Those of a user, for a device that comes later. */
    of: (userId: string) =>
      [...whispers.values()]
        .filter((one) => has(one, userId))
        .map((one) => ({ whisperId: one.id, peer: otherOf(one, userId) })),

    stop: () => clearInterval(timer),
  }

  /** Ended, never begun, and somebody else's are one answer. */
  async function find(whisperId: string, userId: string): Promise<Whisper> {
    if (!whispers.has(whisperId) && !over.has(whisperId) && !relay.isAlone) await seek(whisperId)
    const whisper = whispers.get(whisperId)
    if (!whisper || !has(whisper, userId)) throw refusal('WHISPER_ENDED')
    return whisper
  }

  /** It may have begun in another process a moment ago. */
  async function seek(whisperId: string) {
    relay.tellAll({ type: 'which' }, 'which')
    const patience = new AbortController()
    const found = new Promise<void>((resolve) => awaited.set(whisperId, resolve))
    await Promise.race([found, sleep(seekMs, undefined, { signal: patience.signal })])
    awaited.delete(whisperId)
    patience.abort()
  }

  function begin(whisper: Whisper) {
    whispers.set(whisper.id, whisper)
    over.delete(whisper.id)
    awaited.get(whisper.id)?.()
    for (const { id } of whisper.people)
      hub.tellUsersHere([id], { type: 'whisper', whisperId: whisper.id, peer: otherOf(whisper, id) })
  }

  function close(whisper: Whisper, why: 'ended' | 'left') {
    const at = Math.max(Date.now(), whisper.at)
    whispers.delete(whisper.id)
    remember(whisper.id, at)
    hub.tellUsersHere(idsOf(whisper.people), { type: 'ended', whisperId: whisper.id, why })
    tellOver(whisper.id, whisper.people, why, at)
  }

  function remember(whisperId: string, at: number) {
    over.delete(whisperId)
    over.set(whisperId, at)
    for (const [oldest] of over) if (over.size > mostRemembered) over.delete(oldest)
  }

  function tellBegun({ id, people, at }: Whisper) {
    relay.tellAll({ type: 'begun', whisperId: id, people, at }, `begun ${id}`)
  }

  function tellOver(whisperId: string, people: [Person, Person], why: 'ended' | 'left', at: number) {
    relay.tellAll({ type: 'over', whisperId, userIds: idsOf(people), why, at }, `over ${whisperId}`)
  }

  /** For processes that came later, or did not hear. */
  function announce() {
    for (const whisper of whispers.values()) if (whisper.people.some(({ id }) => hub.isHere(id))) tellBegun(whisper)
  }

  /** Whose last device is gone has left; a reload comes back in time. The rows of a process that died expire. */
  async function check() {
    if (whispers.size === 0) return
    try {
      const present = await readPresent([...whispers.values()].flatMap(({ people }) => idsOf(people)))
      for (const whisper of whispers.values()) {
        const here = whisper.people.filter(({ id }) => hub.isHere(id))
        if (whisper.people.every((person) => here.includes(person) || present.has(person.id))) continue
        if (here.length > 0) close(whisper, 'left')
        else whispers.delete(whisper.id)
      }
      if (++checks % announceEvery === 0) announce()
    } catch (error) {
      log.warn({ error: String(error) }, 'Those who whisper could not be looked for')
    }
  }

  async function isOnline(userId: string): Promise<boolean> {
    return hub.isHere(userId) || (await readPresent([userId])).has(userId)
  }

  async function readPresent(userIds: string[]): Promise<Set<string>> {
    const rows = await db
      .selectFrom('presences')
      .select('userId')
      .where('userId', '=', sql<string>`any(${userIds}::uuid[])`)
      .where('expiresAt', '>', sql<Date>`now()`)
      .execute()
    return new Set(rows.map(({ userId }) => userId))
  }
}

function has(whisper: Whisper, userId: string): boolean {
  return whisper.people.some(({ id }) => id === userId)
}

function otherOf({ people: [one, other] }: Whisper, userId: string): Person {
  return one.id === userId ? other : one
}

function idsOf(people: [Person, Person]): string[] {
  return people.map(({ id }) => id)
}
