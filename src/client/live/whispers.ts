import type { News, Person } from '../trpc.ts'
import { createStore } from '../ui/store.ts'

type Of<Type extends News['type']> = Extract<News, { type: Type }>
export type Said = NonNullable<Of<'whisper'>['said']>
export type Whisper = { id: string; peer: Person; said: Said[]; unread: number; end: 'ended' | 'left' | undefined }
export type Whispers = ReadonlyMap<string, Whisper>

/** Conversations off the record: here, in the memory of this page, and nowhere else. */
export function createWhispers(userId: string) {
  const store = createStore<Whispers>(new Map())
  return {
    store,
    told: (news: Of<'whisper'>) => store.set(withWhisper(store.get(), news, userId)),
    ended: ({ whisperId, why }: Of<'ended'>) =>
      store.set(changed(store.get(), whisperId, (whisper) => ({ ...whisper, end: why }))),
    going: (going: { whisperId: string; peer: Person }[]) => store.set(withGoing(store.get(), going)),
    read: (id: string) => {
      if (store.get().get(id)?.unread) store.set(changed(store.get(), id, (whisper) => ({ ...whisper, unread: 0 })))
    },
    forget: (id: string) => store.set(new Map([...store.get()].filter(([other]) => other !== id))),
  }
}

/** Heard twice, it is there once. */
export function withWhisper(whispers: Whispers, { whisperId, peer, said }: Of<'whisper'>, userId: string): Whispers {
  const held = whispers.get(whisperId) ?? begun(whisperId, peer)
  const isNew = said !== undefined && !held.said.some(({ id }) => id === said.id)
  return new Map(whispers).set(whisperId, {
    ...held,
    peer,
    end: undefined,
    said: isNew ? [...held.said, said] : held.said,
    unread: isNew && said.senderId !== userId ? held.unread + 1 : held.unread,
  })
}

/** As the server says after a reload or a gap: what was said before a reload is gone. */
export function withGoing(whispers: Whispers, going: { whisperId: string; peer: Person }[]): Whispers {
  const isGoing = new Set(going.map(({ whisperId }) => whisperId))
  const held = [...whispers.values()].map((whisper): Whisper =>
    isGoing.has(whisper.id) || whisper.end ? whisper : { ...whisper, end: 'left' },
  )
  const fresh = going.filter(({ whisperId }) => !whispers.has(whisperId))
  return new Map([...held, ...fresh.map(({ whisperId, peer }) => begun(whisperId, peer))].map((one) => [one.id, one]))
}

function changed(whispers: Whispers, id: string, change: (whisper: Whisper) => Whisper): Whispers {
  const whisper = whispers.get(id)
  return whisper ? new Map(whispers).set(id, change(whisper)) : whispers
}

function begun(id: string, peer: Person): Whisper {
  return { id, peer, said: [], unread: 0, end: undefined }
}
