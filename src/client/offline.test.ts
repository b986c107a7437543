import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Person } from '../server/testing.ts'
import { composer, type House, openHouse, toast } from './testing-pages.ts'

let house: House
let ada: Person
let bob: Person
let chatId: string
beforeAll(async () => {
  house = await openHouse()
  ada = await house.app.person('ada')
  bob = await house.app.person('bob')
  chatId = (await ada.groups.create({ title: 'Engines', userIds: [bob.id] })).chatId
  for (let number = 1; number <= 30; number++) await ada.say(chatId, `earlier ${number}`)
})
afterEach(() => house.leave())
afterAll(() => house.stop())

/** The browser has the app, and what bob looked at. */
async function isKept(page: Page) {
  await page.getByText('earlier 30', { exact: true }).last().waitFor()
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
    const isIn = async () =>
      (await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()))).flat().length
    while ((await isIn()) < 5 || !navigator.serviceWorker.controller)
      await new Promise((resolve) => setTimeout(resolve, 50))
  })
  await expect.poll(() => page.evaluate(keptKeys), { timeout: 15_000 }).toBe(true)
}

/** Whether a window of a chat is among what the browser keeps. */
function keptKeys(): Promise<boolean> {
  return new Promise((resolve) => {
    const opening = indexedDB.open('parley-kept')
    opening.onsuccess = () => {
      const keys = opening.result.transaction('entries').objectStore('entries').getAllKeys()
      keys.onsuccess = () => {
        opening.result.close()
        resolve(keys.result.some((key) => typeof key === 'string' && key.includes(' window ')))
      }
    }
  })
}

const waiting = (page: Page) => page.getByText('20 messages wait and will be sent.')

test(
  'without a network the app opens with its chats; twenty messages outlive a reload and arrive once, in order',
  { timeout: 90_000 },
  async () => {
    const page = await house.enter(bob, `/chats/${chatId}`, { serviceWorkers: 'allow' })
    await isKept(page)
    await page.context().setOffline(true)
    await page.reload()
    await page
      .getByRole('link', { name: /Engines/ })
      .first()
      .waitFor()
    await page.getByText('earlier 30', { exact: true }).last().waitFor()
    for (let number = 1; number <= 20; number++) {
      await composer(page).fill(`offline ${number}`)
      await composer(page).press('Enter')
    }
    await waiting(page).waitFor({ timeout: 15_000 })
    await page.reload()
    await waiting(page).waitFor({ timeout: 20_000 })
    await page.context().setOffline(false)
    await page.getByText('Up to date.').waitFor({ timeout: 30_000 })
    const { messages } = await ada.messages.list({ chatId, limit: 40 })
    expect(messages.flatMap(({ text }) => (text.startsWith('offline') ? [text] : []))).toEqual(
      Array.from({ length: 20 }, (_, index) => `offline ${index + 1}`),
    )
  },
)

test('whoever signs out leaves nothing in the browser', { timeout: 60_000 }, async () => {
  const page = await house.enter(bob, `/chats/${chatId}`, { serviceWorkers: 'allow' })
  await isKept(page)
  await page.goto(`${house.app.url}/settings`)
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.getByRole('button', { name: 'Sign in' }).first().waitFor()
  const countAll = async () => {
    const counts = (await indexedDB.databases()).map(
      ({ name }) =>
        new Promise<number>((resolve) => {
          const opening = indexedDB.open(name!)
          opening.onsuccess = () => {
            const [store] = opening.result.objectStoreNames
            const count = store ? opening.result.transaction(store).objectStore(store).count() : undefined
            if (!count) return resolve(0)
            count.onsuccess = () => {
              opening.result.close()
              resolve(count.result)
            }
            return undefined
          }
        }),
    )
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0)
  }
  await expect.poll(() => page.evaluate(countAll), { timeout: 15_000 }).toBe(0)
  expect(await page.evaluate(() => localStorage.getItem('parley.drafts') ?? '{}')).toBe('{}')
})

test('the app can be installed', async () => {
  const page = await house.visit('/', { serviceWorkers: 'allow' })
  const manifest = await page.evaluate(async () => {
    const link = document.querySelector<HTMLLinkElement>('link[rel=manifest]')!
    const words = await (await fetch(link.href)).json()
    const sizes = await Promise.all(
      words.icons.map(async ({ src, type }: { src: string; type: string }) => {
        const answer = await fetch(src)
        return {
          isRight: answer.headers.get('content-type') === type,
          width: (await createImageBitmap(await answer.blob())).width,
        }
      }),
    )
    return { name: words.name, display: words.display, start: words.start_url, sizes }
  })
  expect(manifest).toEqual({
    name: 'Parley',
    display: 'standalone',
    start: '/',
    sizes: [
      { isRight: true, width: 192 },
      { isRight: true, width: 512 },
    ],
  })
})

test('what cannot be loaded leaves the rest of the page as it is, and comes with a reload', async () => {
  const page = await house.enter(ada, `/chats/${chatId}`)
  const late = /assets\/(?:Settings|NewChat|EmojiPopover)-/
  await page.route(late, (route) => route.abort())
  await page.reload()
  await composer(page).fill('half a sentence')
  await page.getByRole('button', { name: 'Emoji' }).click()
  await toast(page, 'That could not be loaded.').waitFor()
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByText('This could not be shown.').waitFor()
  await page.getByRole('navigation', { name: 'Chats' }).getByRole('link', { name: 'Engines' }).click()
  expect(await composer(page).inputValue()).toBe('half a sentence')
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.unroute(late)
  await page.getByRole('button', { name: 'Reload' }).last().click()
  await page.getByRole('heading', { name: 'Appearance' }).waitFor()
  await page.getByRole('button', { name: 'New chat' }).click()
  await page.getByRole('dialog', { name: 'New chat' }).waitFor()
})
