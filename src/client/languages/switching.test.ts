import { readFileSync } from 'node:fs'
import { formatter } from '@lingui/format-po'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Person } from '../../server/testing.ts'
import { type House, messageRow, openHouse } from '../testing-pages.ts'

let house: House
let ada: Person

beforeAll(async () => {
  house = await openHouse()
})
beforeEach(async () => {
  ada = await house.app.person('ada')
})
afterEach(async () => {
  await house.leave()
})
afterAll(() => house.stop())

/** As the catalogue has it. */
async function said(language: 'de' | 'ar', sentence: string): Promise<string> {
  const filename = new URL(`./${language}.po`, import.meta.url)
  const context = { locale: language, sourceLocale: 'en', filename: filename.pathname }
  const messages = await formatter().parse(readFileSync(filename, 'utf8'), context)
  const found = Object.values(messages).find(({ message }) => message === sentence)
  return found?.translation || sentence
}

const until = (isTrue: () => Promise<unknown>) => expect.poll(isTrue, { timeout: 10_000, interval: 50 })
const direction = (page: Page) =>
  page.evaluate(() => {
    const { lang, dir } = document.documentElement
    return { lang, dir }
  })

test('a language is chosen with the keyboard and spoken at once, without a reload and without losing the place', async () => {
  const page = await house.enter(ada, '/settings')
  await page.evaluate(() => Object.assign(globalThis, { wasHere: true }))
  expect(await direction(page)).toEqual({ lang: 'en', dir: 'ltr' })
  await page.getByRole('radio', { name: 'Same as the browser' }).focus()
  for (const _ of ['English', 'Deutsch']) await page.keyboard.press('ArrowRight')
  await until(() => direction(page)).toEqual({ lang: 'de', dir: 'ltr' })
  await page.getByRole('heading', { level: 1, name: await said('de', 'Settings'), exact: true }).waitFor()
  const isChosen = page.getByRole('radio', { name: 'Deutsch' })
  expect(await isChosen.evaluate((radio) => radio === document.activeElement)).toBe(true)
  await page.getByText('العربية', { exact: true }).click()
  await until(() => direction(page)).toEqual({ lang: 'ar', dir: 'rtl' })
  await page.getByRole('heading', { level: 1, name: await said('ar', 'Settings'), exact: true }).waitFor()
  expect(await page.evaluate(() => 'wasHere' in globalThis)).toBe(true)
})

test('a page is never seen in the other direction, neither before the app runs nor after', async () => {
  const page = await house.enter(ada, '/settings')
  await page.getByText('العربية', { exact: true }).click()
  await until(() => direction(page)).toEqual({ lang: 'ar', dir: 'rtl' })
  await page.addInitScript(() => {
    const seen: string[] = []
    const look = () => {
      if (document.getElementById('app')) seen.push(document.documentElement.dir)
      requestAnimationFrame(look)
    }
    look()
    Object.assign(globalThis, { seen })
  })
  await page.reload()
  await page.getByRole('heading', { level: 1, name: await said('ar', 'Settings'), exact: true }).waitFor()
  expect(await page.evaluate(() => [...new Set((globalThis as unknown as { seen: string[] }).seen)])).toEqual(['rtl'])
})

test('without a choice the language of the browser is spoken, and dates are as its country writes them', async () => {
  const bob = await house.app.person('bob')
  const { chatId } = await ada.chats.openDirect({ userId: bob.id })
  await ada.say(chatId, 'hello')
  const page = await house.enter(ada, `/chats/${chatId}`, { locale: 'de-AT' })
  expect(await direction(page)).toEqual({ lang: 'de', dir: 'ltr' })
  const written = new Intl.DateTimeFormat('de-AT', { dateStyle: 'full' }).format(new Date())
  await until(() => messageRow(page, 'hello').locator('time').first().getAttribute('title')).toContain(written)
  const other = await house.enter(ada, `/chats/${chatId}`, { locale: 'ja-JP' })
  expect(await direction(other)).toEqual({ lang: 'en', dir: 'ltr' })
})

test('the app opens in the chosen language without a network', async () => {
  const page = await house.enter(ada, '/settings', { serviceWorkers: 'allow' })
  await page.getByText('العربية', { exact: true }).click()
  await until(() => direction(page)).toEqual({ lang: 'ar', dir: 'rtl' })
  await until(() => page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state)).toBe('activated')
  await page.context().setOffline(true)
  await page.reload()
  await page.getByRole('heading', { level: 1, name: await said('ar', 'Settings'), exact: true }).waitFor()
  expect(await direction(page)).toEqual({ lang: 'ar', dir: 'rtl' })
})
