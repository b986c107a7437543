import type { FetchEventLike, WorkerScope } from './scope.ts'

/** The page and its scripts as one build: its name, and the addresses of its files. Written by the build. */
export type Shell = { name: string; files: string[] }

const page = '/'
const ours = /^\/(?:$|chats\/|people|settings|admin|whispers\/|new)/
const patienceMs = 3000

/** Keeps the page and its scripts, so that the app opens without a network. What is said in it is not kept here. */
export function keepShell(self: WorkerScope, { name, files }: Shell) {
  self.addEventListener('install', (event) => event.waitUntil(fill()))
  self.addEventListener('activate', (event) => event.waitUntil(dropOld()))
  self.addEventListener('fetch', (event) => {
    const { request } = event
    const { origin, pathname } = new URL(request.url)
    if (request.method !== 'GET' || origin !== self.location.origin) return
    if (request.mode === 'navigate' && ours.test(pathname)) event.respondWith(pageFor(event))
    else if (pathname.startsWith('/assets/')) event.respondWith(file(event))
  })

  async function fill() {
    const cache = await self.caches.open(name)
    await cache.addAll(files)
  }

  /** An open page may still want a script of the build before this one. */
  async function dropOld() {
    const names = (await self.caches.keys()).filter((one) => one !== name && one.startsWith('shell-'))
    await Promise.all(names.slice(0, -1).map((one) => self.caches.delete(one)))
  }

  /** As the server has it; when it does not answer, as it was. */
  async function pageFor({ request }: FetchEventLike): Promise<Response> {
    const kept = (await (await self.caches.open(name)).match(page)) ?? Response.error()
    const asked = self.fetch(request).then((answer) => (answer.ok ? answer : kept))
    const late = new Promise<Response>((resolve) => setTimeout(() => resolve(kept), patienceMs))
    return Promise.race([asked, late]).catch(() => kept)
  }

  /** Its name says what is in it, so one that is kept is right. */
  async function file({ request }: FetchEventLike): Promise<Response> {
    const kept = await self.caches.match(request)
    if (kept) return kept
    const answer = await self.fetch(request)
    if (answer.ok) await (await self.caches.open(name)).put(request, answer.clone())
    return answer
  }
}
