import type { Page, WebSocketRoute } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Person } from '../server/testing.ts'
import { composer, type House, messageRow, openHouse } from './testing-pages.ts'

let house: House
let ada: Person
let bob: Person
let chatId: string

beforeAll(async () => {
  house = await openHouse()
  ada = await house.app.person('ada')
  bob = await house.app.person('bob')
  chatId = (await ada.groups.create({ title: 'Engines', userIds: [bob.id] })).chatId
  for (let number = 1; number <= 30; number++) await ada.say(chatId, `said ${number}`)
})
afterEach(() => house.leave())
afterAll(() => house.stop())

const until = (isTrue: () => Promise<unknown>) => expect.poll(isTrue, { timeout: 10_000, interval: 50 })

const wide = { width: 1280, height: 800 }
const phone = { width: 390, height: 844 }
const zoomed = { width: 640, height: 400 }

test.each([
  ['a chat', wide, () => `/chats/${chatId}`],
  ['a chat on a phone', phone, () => `/chats/${chatId}`],
  ['a chat at 200 %', zoomed, () => `/chats/${chatId}`],
  ['the list on a phone', phone, () => '/'],
  ['the settings', wide, () => '/settings'],
])('%s: nothing moves when the connection is lost and comes back', async (_, viewport, pathIn) => {
  const { page } = await enter(pathIn(), viewport)
  const before = await boxes(page)
  await watchShifts(page)
  await page.context().setOffline(true)
  await page.clock.fastForward(6000)
  await page.getByText('You are offline.').waitFor()
  expect(await boxes(page)).toEqual(before)
  await page.context().setOffline(false)
  await page.getByText('Up to date.').waitFor()
  expect(await boxes(page)).toEqual(before)
  await page.clock.fastForward(4000)
  await page.getByText('Up to date.').waitFor({ state: 'detached' })
  expect(await boxes(page)).toEqual(before)
  expect(await shifts(page)).toEqual([])
})

test('the screen says since when the connection is away and how many messages wait, however often it is tried anew', async () => {
  const { page, server } = await enter(`/chats/${chatId}`, wide)
  await server.leave()
  for (const text of ['one', 'two', 'three']) {
    await composer(page).fill(text)
    await composer(page).press('Enter')
    await messageRow(page, text).waitFor()
  }
  await page.clock.fastForward(6000)
  await page.getByText('The connection is lost.').waitFor()
  await page.clock.fastForward(60_000)
  await page.getByText('The connection has been lost for 1 min.').waitFor()
  await page.getByText('3 messages wait and will be sent.').waitFor()
  await page.context().setOffline(true)
  await page.getByText('You have been offline for 1 min.').waitFor()
  await page.clock.fastForward(60_000)
  await page.getByText('You have been offline for 2 min.').waitFor()
  await page.context().setOffline(false)
  await page.clock.fastForward(100)
  await page.getByText('The connection has been lost for 2 min.').waitFor({ timeout: 2000 })
  server.comeBack()
  await page.context().setOffline(true)
  await page.context().setOffline(false)
  await page.getByText('Up to date.').waitFor()
  const { messages } = await ada.messages.list({ chatId, limit: 3 })
  expect(messages.map(({ text }) => text)).toEqual(['one', 'two', 'three'])
})

test.each(['en-GB', 'de-DE', 'ar-EG'])(
  'how long it is away and how much waits are said whole on small screens: %s',
  async (locale) => {
    const { page, server } = await enter(`/chats/${chatId}`, phone, locale)
    await server.leave()
    const field = page.locator('form textarea')
    for (let number = 1; number <= 12; number++) {
      await field.fill(`waits ${number}`)
      await field.press('Enter')
    }
    await messageRow(page, 'waits 12').waitFor()
    const sentences = page.getByRole('status').locator('p span')
    for (const ms of [6000, 12 * 60_000, 12 * 3_600_000]) {
      await page.clock.fastForward(ms)
      for (const isOffline of [false, true]) {
        await page.context().setOffline(isOffline)
        const away = ms === 6000 ? /./ : isOffline ? /offline|دون إنترنت/i : /connection|getrennt|لا اتصال/
        await until(() => sentences.first().innerText()).toMatch(away)
        if (ms > 6000) await until(() => sentences.first().innerText()).toContain('12')
        await until(() => sentences.last().innerText()).toContain('12')
        for (const width of [720, 390, 320]) {
          await page.setViewportSize({ ...phone, width })
          await until(() => sentences.evaluateAll(cut)).toEqual([])
        }
      }
    }
  },
)

/** When all is loaded, with a clock that can be turned forward. */
async function enter(path: string, viewport: { width: number; height: number }, locale = 'en-GB') {
  const page = await house.enter(bob, '/settings', { viewport, locale })
  const server = await serverOf(page)
  await page.goto(`${house.app.url}${path}`)
  if (path.startsWith('/chats/')) await messageRow(page, 'said 30').waitFor()
  await page.waitForLoadState('networkidle')
  await page.clock.install()
  return { page, server }
}

/** The network is there when the server is not. */
async function serverOf(page: Page) {
  let isLost = false
  const sockets: WebSocketRoute[] = []
  await page.routeWebSocket(/trpc/, (socket) => {
    if (isLost) return void socket.close()
    socket.connectToServer()
    sockets.push(socket)
    return undefined
  })
  await page.route('**/trpc/**', (route) => (isLost ? route.abort() : route.continue()))
  return {
    async leave() {
      isLost = true
      for (const socket of sockets.splice(0)) await socket.close()
    },
    comeBack: () => void (isLost = false),
  }
}

/** Those of which the line does not show all. */
function cut(sentences: Element[]) {
  return sentences
    .filter((sentence) => {
      const line = sentence.parentElement?.getBoundingClientRect()
      const { top, bottom, left, right } = sentence.getBoundingClientRect()
      const isWithin = line && top >= line.top && bottom <= line.bottom && left >= line.left && right <= line.right
      return !isWithin || sentence.scrollWidth > sentence.clientWidth
    })
    .map(({ textContent }) => textContent)
}

const parts = 'header, aside, aside > *, main, [role="log"], [role="article"], form, h1, h2, nav a'

function boxes(page: Page) {
  return page.locator(parts).evaluateAll((all) =>
    all.map((one) => {
      const { x, y, width, height } = one.getBoundingClientRect()
      return `${one.tagName} ${one.getAttribute('data-number') ?? ''} ${x} ${y} ${width} ${height}`
    }),
  )
}

type Shift = PerformanceEntry & { value: number; sources: { node: Node | null }[] }

function watchShifts(page: Page) {
  return page.evaluate(() => {
    const found: string[] = []
    Object.assign(globalThis, { shifts: found })
    const note = (list: PerformanceObserverEntryList) => {
      for (const { value, sources } of list.getEntries() as Shift[])
        found.push(`${value} ${sources.map(({ node }) => node?.textContent).join(' | ')}`)
    }
    new PerformanceObserver(note).observe({ type: 'layout-shift' })
  })
}

const shifts = (page: Page) => page.evaluate(() => Reflect.get(globalThis, 'shifts') as string[])
