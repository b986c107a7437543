import type { Page, PushEventLike, WorkerScope } from './scope.ts'
import { keepShell, type Shell } from './shell.ts'

declare const self: WorkerScope

const patienceMs = 1000

type Note = { title: string; body: string; chatId: string | null; tag: string }

// The build writes the list of its files here.
keepShell(self, JSON.parse('__SHELL__') as Shell)

// A new version takes over at once: it holds nothing that the page could miss.
self.addEventListener('install', () => void self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('push', (event) => event.waitUntil(noteOf(event).then(show)))

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(open(event.notification.data ?? '/'))
})

async function show({ title, body, chatId, tag }: Note) {
  await self.registration.showNotification(title, {
    body,
    tag,
    data: chatId ? `/chats/${chatId}` : '/',
    icon: '/icon.svg',
  })
}

/** The page that is there already comes forward, at the chat. One that is not ready to hear of it is opened anew. */
async function open(path: string) {
  const [page] = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  if (!page) return void (await self.clients.openWindow(path))
  const goes = goesTo(page, path)
  await page.focus()
  if (!(await goes)) await page.navigate(path)
}

function goesTo(page: Page, path: string): Promise<boolean> {
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve) => {
    port1.addEventListener('message', () => resolve(true))
    port1.start()
    setTimeout(() => resolve(false), patienceMs)
    page.postMessage({ type: 'open', path }, [port2])
  })
}

async function noteOf({ data }: PushEventLike): Promise<Note> {
  if (data) return data.json()
  // The page keeps it there in its language.
  const words = await self.caches.match('/words/note')
  const body = (await words?.text()) ?? 'Something new was said.'
  return { title: 'Parley', body, chatId: null, tag: 'parley' }
}
