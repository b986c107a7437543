import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Person } from '../../server/testing.ts'
import { composer, type House, messageRow, openHouse } from '../testing-pages.ts'

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

const until = (isTrue: () => Promise<unknown>) => expect.poll(isTrue, { timeout: 10_000, interval: 50 })
const choose = (page: Page, group: string, name: string) =>
  page.getByRole('group', { name: group }).getByText(name, { exact: true }).click()
const look = (page: Page) =>
  page.evaluate(() => {
    const { colorScheme, fontSize } = getComputedStyle(document.documentElement)
    return { colorScheme, fontSize, paper: getComputedStyle(document.body).backgroundColor }
  })

test('a chosen theme holds at once, after a reload, and before anything of the app has run', async () => {
  const page = await house.enter(ada, '/settings', { colorScheme: 'light' })
  const light = await look(page)
  await choose(page, 'Theme', 'Dark')
  await until(() => look(page)).toMatchObject({ colorScheme: 'dark' })
  const dark = await look(page)
  expect(dark.paper).not.toBe(light.paper)
  let letGo = () => {}
  const held = new Promise<void>((resolve) => (letGo = resolve))
  await page.route(/assets\/index-.*\.js/, async (route) => {
    await held
    await route.continue()
  })
  await page.reload({ waitUntil: 'commit' })
  await page.locator('#app').waitFor({ state: 'attached' })
  expect(await look(page)).toEqual(dark)
  await page.locator('#app svg').waitFor()
  expect(await page.getByRole('heading').count()).toBe(0)
  letGo()
  await page.getByRole('heading', { name: 'Appearance' }).waitFor()
  expect(await page.getByRole('radio', { name: 'Dark' }).isChecked()).toBe(true)
})

test('on a slow line the mark is there before the app, and who has a session is asked for once, before it too', async () => {
  const page = await house.enter(ada)
  const asked: string[] = []
  page.on('request', (request) => void (request.url().includes('auth.me') && asked.push(request.url())))
  let letGo = () => {}
  const held = new Promise<void>((resolve) => (letGo = resolve))
  await page.route(/assets\/frame-.*\.js/, async (route) => {
    await held
    await route.continue()
  })
  await page.reload({ waitUntil: 'commit' })
  const mark = page.locator('#app svg')
  await mark.waitFor()
  expect(await mark.evaluate((element) => getComputedStyle(element).opacity)).toBe('1')
  await until(async () => asked).toHaveLength(1)
  letGo()
  await page.getByRole('navigation', { name: 'Chats' }).waitFor()
  expect(asked).toHaveLength(1)
})

test('high contrast is black and white, by choice or because the system asks for it', async () => {
  const page = await house.enter(ada, '/settings', { colorScheme: 'light' })
  await page.getByRole('switch', { name: 'High contrast' }).click()
  await until(() => look(page)).toMatchObject({ paper: 'rgb(255, 255, 255)' })
  await choose(page, 'Theme', 'Dark')
  await until(() => look(page)).toMatchObject({ paper: 'rgb(0, 0, 0)' })
  const asked = await house.enter(ada, '/settings', { colorScheme: 'dark', contrast: 'more' })
  await until(() => look(asked)).toMatchObject({ paper: 'rgb(0, 0, 0)' })
})

test('text can be larger and the screen denser, chosen with the keyboard alone', async () => {
  const page = await house.enter(ada, '/settings')
  const row = page.getByRole('heading', { name: 'Appearance' })
  const before = (await row.boundingBox())?.height ?? 0
  await page.getByRole('radio', { name: 'Normal' }).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await until(() => look(page)).toMatchObject({ fontSize: '21px' })
  await until(async () => (await row.boundingBox())?.height ?? 0).toBeGreaterThan(before)
  await page.getByRole('radio', { name: 'Comfortable' }).focus()
  await page.keyboard.press('ArrowRight')
  expect(await page.getByRole('radio', { name: 'Compact' }).isChecked()).toBe(true)
  const isWider = () => page.locator('html').evaluate((element) => element.scrollWidth > element.clientWidth)
  expect(await isWider()).toBe(false)
})

test('keys walk through the settings, and the page stays where it is', async () => {
  const page = await house.enter(ada, '/settings')
  await page.getByRole('heading', { name: 'Delete the account' }).waitFor()
  await page.getByRole('switch', { name: 'High contrast' }).focus()
  for (let count = 0; count < 12; count++) {
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => scrollY)).toBe(0)
  }
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(800)
})

test('with undo a message waits in sight, comes back when it is taken back, and goes after a reload otherwise', async () => {
  const bob = await house.app.person('bob')
  const { chatId } = await ada.chats.openDirect({ userId: bob.id })
  const said = async () => (await bob.messages.list({ chatId })).messages.map(({ text }) => text)
  const page = await house.enter(ada, '/settings')
  await choose(page, 'Undo sending', '5 seconds')
  await page.goto(`${house.app.url}/chats/${chatId}`)
  await composer(page).fill('too soon')
  await composer(page).press('Enter')
  await messageRow(page, 'too soon')
    .getByText(/sends in \d s/)
    .waitFor()
  await messageRow(page, 'too soon').getByRole('button', { name: 'Undo' }).click()
  await until(() => composer(page).inputValue()).toBe('too soon')
  expect(await page.getByRole('article').count()).toBe(0)
  await composer(page).fill('just right')
  await composer(page).press('Enter')
  await messageRow(page, 'just right')
    .getByText(/sends in \d s/)
    .waitFor()
  expect(await said()).toEqual([])
  await page.reload()
  await until(said).toEqual(['just right'])
  await until(() => messageRow(page, 'just right').getByRole('button', { name: 'Undo' }).count()).toBe(0)
})
