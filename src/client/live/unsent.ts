import { openDB, type DBSchema, type IDBPDatabase } from 'idb'

/** A message that the server has not acknowledged. `fault` says why it refused it. */
export type Unsent = {
  id: string
  chatId: string
  text: string
  replyTo: string | null
  createdAt: Date
  fault: string | null
  /** Until then its author may take it back, and it is not sent: milliseconds, as `Date.now()` counts. */
  heldUntil?: number
}

const prefix = 'parley-outbox-'

type Schema = DBSchema & { messages: { key: string; value: Unsent } }

/** What a user has not sent yet, kept by the browser. Where it keeps nothing (a private window, a full disk), the page does. */
export function openUnsent(userId: string) {
  const inPage = new Map<string, Unsent>()
  let opened: Promise<IDBPDatabase<Schema> | undefined> | undefined

  return {
    /** In the order in which they were written: their ids tell it. */
    async all(): Promise<Unsent[]> {
      const kept = await attempt((database) => database.getAll('messages'))
      return [...(kept ?? []), ...inPage.values()].toSorted((one, other) => (one.id < other.id ? -1 : 1))
    },
    async put(unsent: Unsent) {
      const key = await attempt((database) => database.put('messages', unsent))
      if (key === undefined) inPage.set(unsent.id, unsent)
      else inPage.delete(unsent.id)
    },
    async remove(id: string) {
      inPage.delete(id)
      await attempt((database) => database.delete('messages', id))
    },
  }

  async function attempt<Answer>(work: (database: IDBPDatabase<Schema>) => Promise<Answer>) {
    opened ??= openDB<Schema>(prefix + userId, 1, {
      upgrade: (database) => void database.createObjectStore('messages', { keyPath: 'id' }),
    }).catch(() => undefined)
    const database = await opened
    return database && work(database).catch(() => undefined)
  }
}

/** Of nobody anything waits here any more. */
export async function clearUnsent() {
  try {
    for (const { name = '' } of await indexedDB.databases()) if (name.startsWith(prefix)) await clear(name)
  } catch {
    // Nothing was kept.
  }
}

async function clear(name: string) {
  const database = await openDB<Schema>(name)
  await database.clear('messages')
  database.close()
}
