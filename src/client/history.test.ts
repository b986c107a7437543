import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { composer, type House, openHouse } from './testing-pages.ts'
import { talk } from './testing-places.ts'
import { dress } from './testing-places.ts'

let house: House
let ada: Awaited<ReturnType<House['app']['person']>>
let bob: typeof ada
let chatId: string
const many = 160

beforeAll(async () => {
  house = await openHouse()
  ada = await house.app.person('ada')
  bob = await house.app.person('bob')
  chatId = (await ada.groups.create({ title: 'Engines', userIds: [bob.id] })).chatId
  for (let number = 1; number <= many; number++) {
    const length = number % 5 === 0 ? 12 : 1
    await (number % 3 === 0 ? bob : ada).say(chatId, `number ${number} `.repeat(length))
  }
  for (const reader of [ada, bob]) await reader.chats.read({ chatId, number: many + 1 })
})
afterEach(() => house.leave())
afterAll(() => house.stop())

const log = (page: Page) => page.getByRole('log')
const article = (page: Page, text: string) => log(page).getByRole('article').filter({ hasText: text }).last()

const last = (page: Page) => log(page).getByRole('article').last()

/** The number and the place of the first message that is wholly in view. */
function top(page: Page) {
  return log(page).evaluate((list) => {
    const edge = list.getBoundingClientRect().top
    const first = [...list.querySelectorAll('[role="article"]')].find((one) => one.getBoundingClientRect().top >= edge)
    const number = Number(/number (\d+)/.exec(first?.textContent ?? '')?.[1])
    return { number, y: Math.round((first?.getBoundingClientRect().top ?? edge) - edge) }
  })
}

const below = (page: Page) =>
  log(page).evaluate((list) => Math.round(list.scrollHeight - list.clientHeight - list.scrollTop))

/** Upwards with the wheel, until the list stands still. */
async function scrollUp(page: Page, steps: number) {
  await log(page).hover()
  for (let step = 0; step < steps; step++) await page.mouse.wheel(0, -150)
  await standsStill(page)
}

function standsStill(page: Page) {
  return log(page).evaluate(async (list) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    for (let still = 0, before = -1; still < 15; before = list.scrollTop) {
      await frame()
      still = list.scrollTop === before ? still + 1 : 0
    }
  })
}

async function openAtEnd() {
  const page = await house.enter(bob, `/chats/${chatId}`)
  await last(page).waitFor()
  await expect.poll(() => below(page)).toBe(0)
  return page
}

test('a chat opens at its end, and keeps to it', async () => {
  const page = await openAtEnd()
  await ada.say(chatId, 'a long one '.repeat(60))
  await article(page, 'a long one').waitFor()
  await expect.poll(() => below(page)).toBe(0)
  await composer(page).fill('line\n'.repeat(6))
  await expect.poll(() => below(page)).toBe(0)
  await composer(page).fill('')
})

test('a chat with text of every kind opens at its end in a small window too', async () => {
  const { chatId } = await ada.groups.create({ title: 'Letters', userIds: [bob.id] })
  await talk(chatId, ada, bob)
  for (let time = 0; time < 5; time++) {
    const options = { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2, reducedMotion: 'reduce' } as const
    const page = await house.enter(ada, `/chats/${chatId}`, options)
    await page.getByRole('article').last().waitFor()
    await page.getByRole('button', { name: /^Notifications: / }).click()
    await page.getByRole('menu').waitFor()
    await standsStill(page)
    expect(await below(page)).toBe(0)
    await house.leave()
  }
})

test('a short chat with something new offers no way to an end that is in view', async () => {
  const { chatId } = await bob.chats.openDirect({ userId: ada.id })
  for (const text of ['Did you see it?', 'It is here.']) await bob.say(chatId, text)
  for (let time = 0; time < 3; time++) {
    const page = await house.enter(ada, `/chats/${chatId}`)
    await article(page, 'It is here.').waitFor()
    await standsStill(page)
    await expect.poll(() => page.getByRole('button', { name: /new$|Jump to latest/ }).count()).toBe(0)
    await bob.say(chatId, 'It is here.')
  }
})

test('what is measured late while the composer grows does not take the reader from the end', async () => {
  const page = await openAtEnd()
  await last(page).evaluate((row) => (row.style.minHeight = '500px'))
  await expect.poll(() => below(page)).toBe(0)
  await last(page).evaluate(async (row) => {
    row.style.minHeight = ''
    // The frame that measures it moves the list; the event of that comes with the next frame, after the composer grew.
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
    const form = document.querySelector<HTMLElement>('form[aria-label="Write a message"]')
    if (form) form.style.paddingBottom = '132px'
  })
  await standsStill(page)
  expect(await below(page)).toBe(0)
})

test('who is at the end stays there when the screen becomes denser or its text larger', async () => {
  const page = await openAtEnd()
  for (const look of [{ density: 'compact' }, { density: 'comfortable' }, { size: 'larger' }, { density: 'compact' }]) {
    await dress(page, look)
    await standsStill(page)
    expect(await below(page)).toBe(0)
  }
})

test('who reads above is told of what is new without being moved, and jumps to it', async () => {
  const page = await openAtEnd()
  await scrollUp(page, 12)
  await page.getByRole('button', { name: 'Jump to latest' }).waitFor()
  const before = await top(page)
  await ada.say(chatId, 'news from below')
  await page.getByRole('button', { name: '1 new' }).waitFor()
  expect(await top(page)).toEqual(before)
  expect((await bob.chats.get({ chatId })).unread).toBe(1)
  await page.getByRole('button', { name: '1 new' }).click()
  await article(page, 'news from below').waitFor()
  await expect.poll(() => below(page)).toBe(0)
  await expect.poll(async () => (await bob.chats.get({ chatId })).unread, { timeout: 5000 }).toBe(0)
})

test('earlier messages that could not be had at once come without another scroll', async () => {
  const page = await openAtEnd()
  let tries = 0
  await page.route('**/trpc/messages.list*', (route) => (++tries === 1 ? route.abort() : route.continue()))
  const height = () => log(page).evaluate((list) => list.scrollHeight)
  const before = await height()
  await log(page).evaluate((list) => (list.scrollTop = 0))
  await standsStill(page)
  expect(tries).toBe(1)
  await expect.poll(height, { timeout: 10_000 }).toBeGreaterThan(before + 500)
})

test('a reload in the middle of the history comes back to the same place', async () => {
  const page = await openAtEnd()
  await scrollUp(page, 25)
  const before = await top(page)
  await page.reload()
  await log(page).getByRole('article').first().waitFor()
  await expect.poll(async () => Math.abs((await top(page)).number - before.number)).toBeLessThan(3)
  expect(new URL(page.url()).pathname).toBe(`/chats/${chatId}`)
})

test('a chat with much that is unread opens where that begins, and an answer goes to the end', async () => {
  await bob.chats.unread({ chatId, number: 50 })
  const page = await house.enter(bob, `/chats/${chatId}`)
  const line = await log(page).getByText('New', { exact: true }).boundingBox()
  const list = await log(page).boundingBox()
  expect((line?.y ?? 0) - (list?.y ?? 0)).toBeLessThan(200)
  expect((await top(page)).number).toBeLessThan(50)
  await composer(page).fill('from the middle of it')
  await composer(page).press('Enter')
  await article(page, 'from the middle of it').waitFor()
  await expect.poll(() => below(page)).toBe(0)
})

test.for([0, 400, 1500])(
  'a chat that the browser kept opens where the new begins, and that is not read before it is seen: news after %i ms',
  async (lateMs) => {
    const title = `Looms ${lateMs} ${Math.random()}`
    const { chatId } = await ada.groups.create({ title, userIds: [bob.id] })
    const say = async (words: string, count: number) => {
      for (let number = 1; number <= count; number++) await ada.say(chatId, `${words} ${number}`)
    }
    const readAll = async () => bob.chats.read({ chatId, number: (await bob.chats.get({ chatId })).lastNumber })
    await say('old', 30)
    await readAll()
    const page = await house.enter(bob, `/chats/${chatId}`)
    await article(page, 'old 30').waitFor()
    await page.waitForTimeout(1000)
    await page.route(/trpc\/(messages.changes|chats.list)/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, lateMs))
      await route.continue()
    })

    for (const path of ['/', `/chats/${chatId}`]) {
      await page.goto('about:blank')
      await readAll()
      await say('new', 35)
      await page.goto(`${house.app.url}${path}`)
      if (path === '/') await page.getByRole('link', { name: title }).click()
      const line = log(page).getByText('New', { exact: true })
      await line.waitFor()
      await standsStill(page)
      const place = await line.evaluate((one) => {
        const { top, height } = one.closest('[role="log"]')!.getBoundingClientRect()
        return (one.getBoundingClientRect().top - top) / height
      })
      expect(place).toBeGreaterThan(0)
      expect(place).toBeLessThan(0.5)
      await page.waitForTimeout(500)
      const { unread } = await bob.chats.get({ chatId })
      expect(unread).toBeGreaterThan(10)
      expect(unread).toBeLessThan(35)
    }
  },
)

test('the address of one message opens the chat at it', async () => {
  const page = await house.enter(ada, `/chats/${chatId}/81`)
  await article(page, 'number 80 ').waitFor()
  await expect.poll(async () => (await top(page)).number).toBeGreaterThan(72)
  expect((await top(page)).number).toBeLessThan(81)
  await page.getByRole('button', { name: /latest| new/ }).waitFor()
})
