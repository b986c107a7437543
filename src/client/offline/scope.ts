/** What the worker uses of its world: TypeScript's own description of it cannot stand beside the page's. */
export type WorkerScope = {
  addEventListener: {
    (type: 'install' | 'activate', listener: (event: Extendable) => void): void
    (type: 'fetch', listener: (event: FetchEventLike) => void): void
    (type: 'push', listener: (event: PushEventLike) => void): void
    (type: 'notificationclick', listener: (event: Extendable & { notification: Shown }) => void): void
  }
  skipWaiting: () => Promise<void>
  location: { origin: string }
  caches: CacheStorage
  fetch: typeof fetch
  clients: {
    claim: () => Promise<void>
    matchAll: (options: { type: 'window'; includeUncontrolled: boolean }) => Promise<Page[]>
    openWindow: (path: string) => Promise<unknown>
  }
  registration: {
    showNotification: (
      title: string,
      options: { body: string; tag: string; data: string; icon: string },
    ) => Promise<void>
  }
}

export type PushEventLike = Extendable & {
  data: { json: () => { title: string; body: string; chatId: string | null; tag: string } } | null
}
export type FetchEventLike = { request: Request; respondWith: (answer: Promise<Response>) => void }
type Extendable = { waitUntil: (work: Promise<unknown>) => void }
type Shown = { close: () => void; data: string | null }
export type Page = {
  focus: () => Promise<unknown>
  navigate: (path: string) => Promise<unknown>
  postMessage: (message: { type: 'open'; path: string }, ports: MessagePort[]) => void
}
