import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { composer, type House, messageRow, openHouse } from './testing-pages.ts'

let house: House
let ada: Awaited<ReturnType<House['app']['person']>>
let bob: typeof ada

beforeAll(async () => {
  house = await openHouse()
  ada = await house.app.person('ada')
  bob = await house.app.person('bob')
})
afterEach(() => house.leave())
afterAll(() => house.stop())

const log = (page: Page) => page.getByRole('log')
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
const below = (page: Page) =>
  log(page).evaluate((list) => Math.round(list.scrollHeight - list.clientHeight - list.scrollTop))

/** The number and the place of the first message that is wholly in view. */
function top(page: Page) {
  return log(page).evaluate((list) => {
    const edge = list.getBoundingClientRect().top
    const rows = [...list.querySelectorAll<HTMLElement>('[role="article"]')]
    const first = rows.find((row) => row.getBoundingClientRect().top >= edge)
    return { number: Number(first?.dataset['number']), y: Math.round((first?.getBoundingClientRect().top ?? 0) - edge) }
  })
}

/** The number of the message of which only the lower part is in view. */
function cutAtTop(page: Page) {
  return log(page).evaluate((list) => {
    const edge = list.getBoundingClientRect().top
    const rows = [...list.querySelectorAll<HTMLElement>('[role="article"]')]
    const cut = rows.find((row) => {
      const { top, bottom } = row.getBoundingClientRect()
      return top < edge - 2 && bottom > edge + 2
    })
    return cut?.dataset['number']
  })
}

/** Upwards with the wheel, until the list stands still. */
async function scrollUp(page: Page, pixels: number) {
  await log(page).hover()
  await page.mouse.wheel(0, -pixels)
  await standsStill(page)
}

function standsStill(page: Page) {
  return log(page).evaluate(async (list) => {
    for (let still = 0, before = -1; still < 15; before = list.scrollTop) {
      await new Promise((resolve) => requestAnimationFrame(resolve))
      still = list.scrollTop === before ? still + 1 : 0
    }
  })
}

async function openAtEnd(chatId: string) {
  const page = await house.enter(ada, `/chats/${chatId}`)
  await log(page).getByRole('article').last().waitFor()
  await expect.poll(() => below(page)).toBe(0)
  return page
}

async function talk(count: number) {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  for (let number = 1; number <= count; number++) await (number % 3 === 0 ? bob : ada).say(chatId, `number ${number} `)
  for (const reader of [ada, bob]) await reader.chats.read({ chatId, number: count + 1 })
  return chatId
}

test('keys that come before what they are meant for is loaded are not lost', async () => {
  const chatId = await talk(3)
  const page = await house.enter(ada)
  let load = () => undefined as void
  const loaded = new Promise<void>((resolve) => (load = resolve))
  await page.route('**/MessageActions-*.js', async (route) => {
    await loaded
    await route.continue()
  })
  await page.reload()
  await page.getByRole('link', { name: /Engines/ }).click()
  await messageRow(page, 'number 3').waitFor()
  expect(new URL(page.url()).pathname).toBe(`/chats/${chatId}`)
  await composer(page).focus()
  for (const key of ['Shift+Tab', 'ArrowUp', 'Tab', 'Enter']) await page.keyboard.press(key)
  load()
  await messageRow(page, 'number 2').getByRole('button', { name: '👍 from you' }).waitFor()
})

test('Home leads to the first message of all, Back to where the reader was', async () => {
  const chatId = await talk(120)
  const page = await openAtEnd(chatId)
  await scrollUp(page, 1200)
  const before = await top(page)
  await messageRow(page, `number ${before.number - 1} `).focus()
  await page.keyboard.press('Home')
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-number'))).toBe('1')
  expect((await top(page)).number).toBe(1)
  await page.getByRole('button', { name: 'Back to where you were' }).click()
  await expect.poll(() => top(page)).toEqual(before)
  expect(await page.getByRole('button', { name: 'Back to where you were' }).count()).toBe(0)
})

test('the number of new messages leads to the first of them, then to the end', async () => {
  const chatId = await talk(60)
  const page = await openAtEnd(chatId)
  await scrollUp(page, 1500)
  for (let number = 1; number <= 30; number++) await bob.say(chatId, `news ${number} `)
  await page.getByRole('button', { name: '30 new' }).click()
  const line = log(page).getByText('New', { exact: true })
  await line.waitFor()
  await standsStill(page)
  expect(await messageRow(page, 'news 1 ').isVisible()).toBe(true)
  const [edge, at] = [await log(page).boundingBox(), await line.boundingBox()]
  expect((at?.y ?? 0) - (edge?.y ?? 0)).toBeLessThan(160)
  await page.getByRole('button', { name: / new|latest/ }).click()
  await messageRow(page, 'news 30 ').waitFor()
  await expect.poll(() => below(page)).toBe(0)
})

test('a chat that was left in the middle is found so, to the pixel, after another and after a reload', async () => {
  const chatId = await talk(120)
  await ada.groups.create({ title: 'Walks', userIds: [] })
  const page = await openAtEnd(chatId)
  await scrollUp(page, 1777)
  const before = await top(page)
  await page.getByRole('link', { name: /Walks/ }).click()
  await page.getByRole('heading', { name: 'Walks' }).waitFor()
  await page
    .getByRole('link', { name: /Engines/ })
    .first()
    .click()
  await expect.poll(() => top(page)).toEqual(before)
  await page.reload()
  await expect.poll(() => top(page)).toEqual(before)
})

test('who reads above is not moved by reactions, edits, what comes in, the composer or a keyboard on the screen', async () => {
  const chatId = await talk(120)
  const page = await openAtEnd(chatId)
  await scrollUp(page, 1500)
  const before = await top(page)
  const { messages } = await bob.messages.list({ chatId, around: before.number, limit: 30 })
  const above = messages.find(({ number }) => number === before.number - 2)
  const edited = messages.findLast(({ number, sender }) => number < before.number && sender.id === bob.id)
  await bob.messages.react({ chatId, id: above?.id ?? '', emoji: '🎉', on: true })
  await bob.messages.edit({ chatId, id: edited?.id ?? '', text: 'now much longer '.repeat(40) })
  await bob.say(chatId, 'from below')
  await page.getByRole('button', { name: '1 new' }).waitFor()
  await composer(page).fill('line\n'.repeat(6))
  await page.setViewportSize({ width: 1280, height: 500 })
  await standsStill(page)
  expect(await top(page)).toEqual(before)
  await composer(page).fill('')
})

test('what is read stands still when a message that is half out of view above it grows and shrinks', async () => {
  const chatId = await talk(120)
  const page = await openAtEnd(chatId)
  for (const pixels of [1500, -400]) {
    await scrollUp(page, pixels)
    while ((await cutAtTop(page)) === undefined) await scrollUp(page, 9)
    const number = Number(await cutAtTop(page))
    const { messages } = await bob.messages.list({ chatId, around: number, limit: 10 })
    const cut = messages.find((message) => message.number === number)
    const sender = cut?.sender.id === bob.id ? bob : ada
    const row = log(page).locator(`[data-number="${number}"]`)
    const before = await top(page)
    for (const text of ['now much longer '.repeat(40), `number ${number - 1} again`]) {
      await sender.messages.edit({ chatId, id: cut?.id ?? '', text })
      await expect.poll(() => row.textContent()).toContain(text.trim())
      await standsStill(page)
      expect(await top(page)).toEqual(before)
    }
    await bob.messages.react({ chatId, id: cut?.id ?? '', emoji: '🎉', on: true })
    await row.getByRole('button', { name: '🎉 from Bob' }).waitFor()
    await standsStill(page)
    expect(await top(page)).toEqual(before)
  }
})

test('who reads in the middle of a last message that is taller than the list is not moved by a reaction to it', async () => {
  const chatId = await talk(12)
  const { id } = await bob.say(chatId, 'a long story '.repeat(300))
  await ada.chats.read({ chatId, number: 14 })
  const page = await openAtEnd(chatId)
  await scrollUp(page, 200)
  expect(await below(page)).toBe(200)
  const story = log(page).getByRole('article').last()
  const place = () => story.evaluate((row) => Math.round(row.getBoundingClientRect().top))
  const before = await place()
  await bob.messages.react({ chatId, id, emoji: '🎉', on: true })
  await story.getByRole('button', { name: '🎉 from Bob' }).waitFor()
  await standsStill(page)
  expect(await place()).toBe(before)
})

test('who is at the end stays there when somebody reacts and when a keyboard opens on the screen', async () => {
  const chatId = await talk(60)
  const page = await openAtEnd(chatId)
  const { messages } = await bob.messages.list({ chatId })
  await bob.messages.react({ chatId, id: messages.at(-1)?.id ?? '', emoji: '🎉', on: true })
  await messageRow(page, 'number 60 ').getByRole('button', { name: '🎉 from Bob' }).waitFor()
  await page.setViewportSize({ width: 1280, height: 480 })
  await standsStill(page)
  expect(await below(page)).toBe(0)
})

test('keys walk the messages, and Escape returns to the composer', async () => {
  const chatId = await talk(60)
  const page = await openAtEnd(chatId)
  await composer(page).press('Shift+Tab')
  await expect.poll(() => focused(page)).toMatch(/^Bob, .+: number 60 $/)
  await page.keyboard.press('PageUp')
  await expect.poll(() => focused(page)).toMatch(/number [3-5]\d $/)
  const paged = await focused(page)
  await page.keyboard.press('ArrowUp')
  await expect.poll(() => focused(page)).not.toBe(paged)
  await page.keyboard.press('ArrowDown')
  await expect.poll(() => focused(page)).toBe(paged)
  await page.keyboard.press('End')
  await expect.poll(() => focused(page)).toContain('number 60')
  await page.keyboard.press('Escape')
  await expect.poll(() => focused(page)).toBe('Message Engines')
  await page.keyboard.press('PageUp')
  await expect.poll(() => below(page)).toBeGreaterThan(200)
  expect(await focused(page)).toBe('Message Engines')
})

test('a date leads to the first message of that day', async () => {
  const chatId = await talk(120)
  const daysAgo = sql<Date>`date_trunc('day', now()) + interval '12 hours' - (9 - number / 14) * interval '1 day'`
  await house.app.db.updateTable('messages').set({ createdAt: daysAgo }).where('chatId', '=', chatId).execute()
  const page = await openAtEnd(chatId)
  await scrollUp(page, 600)
  await page.getByRole('button', { name: /^Go to a date/ }).click()
  const fiveDaysAgo = new Date(Date.now() - 5 * 86_400_000).toISOString().slice(0, 10)
  await page.getByLabel('Day', { exact: true }).fill(fiveDaysAgo)
  await page.getByRole('button', { name: 'Go there' }).click()
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-number'))).toBe('56')
  await page.getByRole('button', { name: 'Back to where you were' }).click()
  await messageRow(page, 'number 110 ').waitFor()
})

test('a chat in which much is said lets go of what is far above, and finds it again', async () => {
  const chatId = await talk(10)
  const page = await openAtEnd(chatId)
  for (let hundred = 0; hundred < 21; hundred++)
    await Promise.all(Array.from({ length: 100 }, (_, one) => bob.say(chatId, `word ${hundred * 100 + one} `)))
  await bob.say(chatId, 'the last word')
  await messageRow(page, 'the last word').waitFor()
  await expect.poll(() => below(page)).toBe(0)
  const held = Number(await messageRow(page, 'the last word').getAttribute('data-index'))
  expect(held).toBeLessThan(1500)
  await messageRow(page, 'the last word').focus()
  await page.keyboard.press('Home')
  await messageRow(page, 'number 1 ').waitFor()
  await page.getByRole('button', { name: 'Back to where you were' }).click()
  await messageRow(page, 'the last word').waitFor()
  await expect.poll(() => below(page)).toBe(0)
}, 90_000)
