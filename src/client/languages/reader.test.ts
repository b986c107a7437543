import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Person } from '../../server/testing.ts'
import { type House, openHouse } from '../testing-pages.ts'
import { dress } from '../testing-places.ts'

let house: House
let ada: Person
let grace: Person
let chatId: string

beforeAll(async () => {
  house = await openHouse()
  ;[ada, grace] = (await Promise.all(['ada', 'grace'].map((name) => house.app.person(name)))) as [Person, Person]
  chatId = (await ada.groups.create({ title: 'Engines', userIds: [grace.id] })).chatId
})
afterEach(async () => {
  await house.leave()
})
afterAll(() => house.stop())

const until = (isTrue: () => Promise<unknown>) => expect.poll(isTrue, { timeout: 10_000, interval: 50 })
const openIn = (locale: string) => house.enter(ada, `/chats/${chatId}`, { locale })
const writing = (page: Page) => page.locator('form textarea')
const found = (page: Page) =>
  page.getByRole('gridcell').evaluateAll((cells) => cells.slice(0, 3).map((cell) => cell.textContent))

test('the emoji picker finds by the names of the reader and by English ones, what is called so first', async () => {
  for (const [locale, wanted] of [
    ['ar', ['صاروخ', 'rocket']],
    ['de', ['Rakete', 'rocket']],
    ['en', ['rocket']],
  ] as const) {
    const page = await openIn(locale)
    await page.locator('form').getByRole('button').first().click()
    const search = page.getByRole('searchbox')
    for (const word of wanted) {
      await search.fill(word)
      await until(async () => (await found(page))[0]).toBe('🚀')
    }
    await search.fill('tada')
    await until(() => found(page)).toEqual(['🎉'])
    await search.fill('xyzzy')
    await until(() => page.getByRole('gridcell').count()).toBe(0)
    await search.fill('+1')
    await until(() => found(page)).toEqual(['👍'])
    await search.press('Enter')
    await until(() => writing(page).inputValue()).toBe('👍')
  }
})

test('what is found stands in one list, in its order, whatever it is about', async () => {
  const page = await openIn('en')
  await page.getByRole('button', { name: 'Emoji', exact: true }).click()
  await page.getByText('Smileys and emotion').first().waitFor()
  await page.getByRole('searchbox').fill('fire')
  await until(() => found(page)).toEqual(['🔥', '🎆', '🧑‍🚒'])
  await page.getByText('Found', { exact: true }).first().waitFor()
  await page.getByRole('searchbox').press('Control+a')
  await page.getByRole('searchbox').press('Delete')
  await page.getByText('Smileys and emotion').first().waitFor()
  await page.getByRole('searchbox').fill('fire')
  await dress(page, { language: 'de' })
  await page.getByText('Gefunden', { exact: true }).first().waitFor()
  expect(await page.getByRole('searchbox').inputValue()).toBe('fire')
  await page.getByRole('searchbox').fill('')
  await page.getByText('Smileys und Gefühle').first().waitFor()
})

test('a colon offers emoji by the names of the reader and by English ones', async () => {
  const page = await openIn('ar')
  const offered = page.getByRole('listbox').getByRole('option')
  await writing(page).pressSequentially(':')
  expect(await writing(page).evaluate((area) => getComputedStyle(area).direction)).toBe('rtl')
  await writing(page).pressSequentially('صارو')
  await offered.getByText(':صاروخ:').waitFor()
  await page.keyboard.press('Enter')
  await until(() => writing(page).inputValue()).toBe('🚀 ')
  await writing(page).pressSequentially(':قلب_أحمر: :rocke')
  await offered.getByText(':rocket:').waitFor()
  await page.keyboard.press('Tab')
  await until(() => writing(page).inputValue()).toBe('🚀 ❤️ 🚀 ')
})

const row = () => `nav a[href="/chats/${chatId}"]`

/** Where who and what of the last line stand, and which letters of what was said are seen. */
async function lastLine(page: Page) {
  const parts = await page.locator(`${row()} > span:has(> [dir])`).evaluate((span) =>
    [...span.children].map((part) => {
      const box = part.getBoundingClientRect()
      const text = part.firstChild
      const seen = (part.textContent ?? '').split('').filter((_, at) => {
        const letter = document.createRange()
        if (!text || text.nodeType !== Node.TEXT_NODE) return false
        letter.setStart(text, at)
        letter.setEnd(text, at + 1)
        const { left, right, top } = letter.getBoundingClientRect()
        return left >= box.left - 1 && right <= box.right + 1 && top < box.bottom
      })
      return { left: box.left, right: box.right, direction: getComputedStyle(part).direction, seen: seen.join('') }
    }),
  )
  expect(parts).toHaveLength(2)
  return parts as [(typeof parts)[0], (typeof parts)[0]]
}

test('the last line of a chat keeps who before what, and cuts the end of what was said in any mix of directions', async () => {
  const english = 'The engine can do whatever we know how to order it to perform, and nothing of its own accord'
  const arabic = 'يمكن للآلة أن تفعل كل ما نعرف كيف نأمرها به ولا شيء من تلقاء نفسها على الإطلاق أبدا'
  const both = 'مرحبا, see https://example.org/notes/of/the/engine?of=1842 tonight'
  for (const locale of ['en', 'ar']) {
    const page = await openIn(locale)
    for (const [text, direction] of [
      [english, 'ltr'],
      [arabic, 'rtl'],
      [both, 'rtl'],
    ] as const) {
      await grace.say(chatId, text)
      await until(() => page.locator(row()).textContent()).toContain(text)
      const [who, what] = await lastLine(page)
      const isBefore = locale === 'en' ? who.right <= what.left : who.left >= what.right
      expect({ locale, isBefore, direction: what.direction }).toEqual({ locale, isBefore: true, direction })
      expect(text.startsWith(what.seen)).toBe(true)
      expect(what.seen.length).toBeGreaterThan(8)
      expect(what.seen.length).toBeLessThan(text.length / 2)
    }
    await house.leave()
  }
})

test('the day to go to is said in the language of the reader, whatever the field of the browser speaks', async () => {
  const { chatId: long } = await ada.groups.create({ title: 'Letters', userIds: [] })
  for (let number = 1; number <= 30; number++) await ada.say(long, `Letter ${number}`)
  const page = await house.enter(ada, `/chats/${long}`, { locale: 'en-GB' })
  await page.getByRole('article').last().waitFor()
  await dress(page, { language: 'de' })
  await page.getByRole('log').hover()
  await page.mouse.wheel(0, -300)
  await page.getByRole('button', { name: /^Zu einem Datum/ }).click()
  const field = page.locator('input[type=date]')
  await until(() => field.evaluate((input) => input.getAttribute('aria-describedby') ?? '')).not.toBe('')
  const note = page.locator(`[id="${await field.getAttribute('aria-describedby')}"]`)
  await until(() => note.textContent()).toBe('Heute')
  await field.fill('2025-10-03')
  await until(() => note.textContent()).toBe('Freitag, 3. Oktober 2025')
})
