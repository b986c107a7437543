import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Person } from '../server/testing.ts'
import { patiently } from './testing-keys.ts'
import { chatLink, composer, type House, messageRow, openHouse } from './testing-pages.ts'
import { allowNotifications, subscribeWithoutService } from './testing-push.ts'

let house: House
beforeAll(async () => {
  house = await openHouse({ PUSH_TO_PRIVATE_HOSTS: 'yes' })
})
afterEach(() => house.leave())
afterAll(() => house.stop())

test('whoever signs out is asked about what waits, and leaves nothing to the next, even if no socket hears of it', async () => {
  const { page, bob } = await comeWithThings({ isDeaf: true })
  await bob.groups.create({ title: 'Looms', userIds: [] })
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  const asks = page.getByRole('dialog', { name: 'Sign out?' })
  await asks.getByText('1 message was not sent yet. If you sign out, it is lost.').waitFor()
  await asks.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: /Welcome/ }).waitFor()
  await expect.poll(() => page.evaluate(storedBy), patiently).toBe(nothing)

  let show = () => undefined as void
  const shown = new Promise<void>((resolve) => (show = resolve))
  await page.route(/chats\.list/, async (route) => {
    await shown
    await route.continue()
  })
  await page.routeWebSocket(/\/trpc/, () => undefined)
  await signIn(page, bob)
  await page.getByRole('button', { name: 'New chat' }).first().waitFor()
  await page.waitForTimeout(300)
  expect(await page.content()).not.toMatch(/Engines|xyzzy/)
  show()
  await chatLink(page, /Looms/).waitFor()
  expect(await page.content()).not.toMatch(/Engines|xyzzy/)
})

test('of a session that ended while the page was closed, nothing stays', async () => {
  const { page, ada } = await comeWithThings({ isDeaf: true })
  await page.goto('about:blank')
  await ada.auth.logout({})
  await page.goto(house.app.url)
  await page.getByRole('heading', { name: /Welcome/ }).waitFor()
  await expect.poll(() => page.evaluate(storedBy), patiently).toBe(nothing)
})

test('of a session that was ended elsewhere, nothing stays', async () => {
  const { page, ada } = await comeWithThings({ isDeaf: false })
  await ada.auth.logout({})
  await page.getByText('Your session was ended. Sign in to go on.').waitFor()
  await expect.poll(() => page.evaluate(storedBy), patiently).toBe(nothing)
})

test('whoever signs out after his session has ended is out', async () => {
  const { page, ada } = await comeWithThings({ isDeaf: true })
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await ada.auth.logout({})
  await page.getByRole('dialog', { name: 'Sign out?' }).getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: /Welcome/ }).waitFor()
  await expect.poll(() => page.evaluate(storedBy), patiently).toBe(nothing)
})

test('a page of ada that slept while bob came does not speak as him', { timeout: 60_000 }, async () => {
  const { page, ada, bob, chatId } = await comeWithThings({ isDeaf: true })
  await ada.groups.add({ chatId, userIds: [bob.id] })
  await bobComes(page, bob)
  await composer(page).fill('said by ada')
  await composer(page).press('Enter')
  await messageRow(page, 'said by ada').waitFor()
  await page.unroute(/messages\.send/)
  // What waits before it was tried in vain, and is tried again after a while.
  await page.getByText('Your session was ended. Sign in to go on.').waitFor({ timeout: 40_000 })
  const { messages } = await bob.messages.list({ chatId })
  expect(messages.filter(({ sender, kind }) => kind === 'text' && sender.id === bob.id)).toEqual([])
})

test('a page of ada that slept while bob came hears nothing that he is told', async () => {
  const { page, bob } = await comeWithThings({ isDeaf: false })
  const { chatId } = await bob.groups.create({ title: 'Looms', userIds: [] })
  await page.context().setOffline(true)
  await bobComes(page, bob)
  const heard: string[] = []
  page.on('websocket', (socket) => socket.on('framereceived', () => heard.push(socket.url())))
  const watched = await page.evaluateHandle(() => {
    const shown: string[] = []
    const look = () => void shown.push(document.body.textContent)
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true })
    return shown
  })
  await page.context().setOffline(false)
  await page.getByText('Your session was ended. Sign in to go on.').waitFor()
  await bob.say(chatId, 'plugh')
  expect(heard).not.toEqual([])
  const shown = await watched.jsonValue()
  expect(shown).not.toEqual([])
  expect(shown.filter((text) => /Looms|plugh/.test(text))).toEqual([])
})

test('a browser that told ada of messages does not say that it tells bob', async () => {
  const [ada, bob] = await Promise.all([house.app.person('ada'), house.app.person('bob')])
  const page = await house.enter(ada, '/settings', { serviceWorkers: 'allow' })
  await page.addInitScript(allowNotifications)
  await page.addInitScript(subscribeWithoutService, 'https://localhost:1/ada')
  await page.reload()
  await page.getByRole('button', { name: 'Turn on notifications' }).click()
  await page.getByRole('button', { name: 'Send a test' }).waitFor()
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await signIn(page, bob)
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByText('This browser can tell you of new messages, also when Parley is closed.').waitFor()
  expect(await page.getByRole('button', { name: 'Send a test' }).count()).toBe(0)
})

/** Ada, of whom a message that cannot be sent, a draft and a place are in the browser. A deaf page does not hear that its socket ends. */
async function comeWithThings({ isDeaf }: { isDeaf: boolean }) {
  const [ada, bob] = await Promise.all([house.app.person('ada'), house.app.person('bob')])
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [] })
  for (let number = 1; number <= 30; number++) await ada.say(chatId, `earlier ${number}`)
  const page = await house.visit()
  await page.context().addCookies([{ name: 'parley', value: ada.token, url: house.app.url, httpOnly: true }])
  if (isDeaf) await page.routeWebSocket(/\/trpc/, (near) => near.connectToServer().onClose(() => undefined))
  await page.route(/messages\.send/, (route) => route.abort())
  await page.goto(`${house.app.url}/chats/${chatId}`)
  await composer(page).fill('xyzzy unsent')
  await composer(page).press('Enter')
  await messageRow(page, 'xyzzy unsent').waitFor()
  await composer(page).fill('xyzzy begun')
  await messageRow(page, 'earlier 30').hover()
  await page.mouse.wheel(0, -300)
  await expect.poll(() => page.evaluate(storedBy), patiently).toMatch(/xyzzy begun.*place.*xyzzy unsent/)
  await page.evaluate(() => localStorage.setItem('parley.preferences', '{"theme":"dark"}'))
  return { page, ada, bob, chatId }
}

/** In another tab, which the page did not hear of. */
async function bobComes(page: Page, bob: Person) {
  await page.context().addCookies([{ name: 'parley', value: bob.token, url: house.app.url, httpOnly: true }])
}

/** All that the browser keeps of anybody, as text. */
async function storedBy(): Promise<string> {
  const databases = await Promise.all(
    (await indexedDB.databases()).map(
      ({ name }) =>
        new Promise((resolve) => {
          const opening = indexedDB.open(name!)
          opening.onsuccess = () => {
            const [store] = opening.result.objectStoreNames
            const reading = opening.result.transaction(store!).objectStore(store!).getAll()
            reading.onsuccess = () => {
              opening.result.close()
              resolve(reading.result)
            }
          }
        }),
    ),
  )
  const kept = [localStorage, sessionStorage].flatMap((storage) => Object.entries(storage))
  return JSON.stringify([...kept.filter(([, value]) => value !== '{}'), ...databases.flat()])
}
const nothing = '[["parley.preferences","{\\"theme\\":\\"dark\\"}"]]'

async function signIn(page: Page, { username, password }: Person) {
  await page.getByRole('button', { name: 'Sign in' }).first().click()
  await page.getByLabel('Username or e-mail').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
}
