import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Person } from '../server/testing.ts'
import { chatLink, composer, type House, messageRow, openHouse } from './testing-pages.ts'

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

let house: House
let ada: Person
let bob: Person
let chatId: string

beforeAll(async () => {
  house = await openHouse()
})
beforeEach(async () => {
  ;[ada, bob] = (await Promise.all(['ada', 'bob'].map((name) => house.app.person(name)))) as [Person, Person]
  ;({ chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] }))
  await bob.say(chatId, 'press me')
})
afterEach(async () => {
  await house.leave()
})
afterAll(() => house.stop())

const until = (isTrue: () => Promise<unknown>) => expect.poll(isTrue, { timeout: 10_000, interval: 50 })
const pathOf = (page: Page) => new URL(page.url()).pathname
const list = (page: Page) => page.getByRole('navigation', { name: 'Chats' })
const finder = (page: Page) => page.getByRole('button', { name: 'Find people and chats' })

async function openChat(page: Page) {
  await chatLink(page, 'Engines').tap()
  await messageRow(page, 'press me').waitFor()
}

async function pressLong(page: Page) {
  const text = messageRow(page, 'press me').getByText('press me')
  await text.dispatchEvent('pointerdown', { pointerType: 'touch', clientX: 100, clientY: 300, bubbles: true })
}

/** One step back closes the layer and leaves the place. */
async function expectClosed(page: Page, name: string | RegExp, role: 'dialog' | 'menu' = 'dialog') {
  const layer = page.getByRole(role, { name })
  await layer.waitFor()
  const path = pathOf(page)
  await page.goBack()
  await layer.waitFor({ state: 'detached' })
  expect(pathOf(page)).toBe(path)
}

test('on a phone one step back closes what lies on top, the next one leaves the place', async () => {
  const page = await house.enter(ada, '/', phone)
  await finder(page).tap()
  await expectClosed(page, 'Find people and chats')
  await page.getByRole('button', { name: 'New chat' }).first().tap()
  await expectClosed(page, 'New chat')
  await openChat(page)
  await pressLong(page)
  await expectClosed(page, 'The message of Bob')
  await page.getByRole('button', { name: 'Emoji' }).tap()
  await expectClosed(page, 'Choose an emoji')
  await page.getByRole('button', { name: /^Notifications/ }).tap()
  await expectClosed(page, /./, 'menu')
  await page.getByRole('link', { name: 'Members' }).tap()
  await page.getByRole('button', { name: 'Leave the group' }).tap()
  await expectClosed(page, 'Leave Engines?')
  await page.goBack()
  await until(async () => pathOf(page)).toBe(`/chats/${chatId}`)
  await page.goBack()
  await list(page).waitFor()
  await page.getByRole('link', { name: 'Settings' }).tap()
  await page.getByRole('button', { name: 'Show the keys' }).tap()
  await expectClosed(page, 'Keys')
  await page.goBack()
  await list(page).waitFor()
  expect(pathOf(page)).toBe('/')
})

test('a layer that was closed otherwise, or that led to another, costs no step back and none forward', async () => {
  const page = await house.enter(ada, '/', phone)
  await openChat(page)
  await pressLong(page)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.goForward()
  expect(await page.getByRole('dialog').count()).toBe(0)
  await page.goBack()
  await list(page).waitFor()
  await page.goForward()
  await messageRow(page, 'press me').waitFor()
  await pressLong(page)
  await page.getByRole('button', { name: 'Delete' }).tap()
  await expectClosed(page, 'Delete this message?')
  await page.reload()
  await pressLong(page)
  await page.getByRole('dialog').waitFor()
  await page.reload()
  await messageRow(page, 'press me').waitFor()
  await until(() => page.evaluate(() => history.state?.isLayer)).toBe(undefined)
  await page.goBack()
  await list(page).waitFor()
})

test('who chooses in the finder goes there, and one step back returns', async () => {
  const page = await house.enter(ada, '/', phone)
  await finder(page).tap()
  await page.getByRole('option', { name: 'Engines' }).tap()
  await messageRow(page, 'press me').waitFor()
  expect(await page.getByRole('dialog').count()).toBe(0)
  await page.goBack()
  await list(page).waitFor()
  await page.goForward()
  await composer(page).waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('option', { name: 'Engines' }).tap()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.goBack()
  await list(page).waitFor()
  await page.goBack()
  expect(page.url()).toBe('about:blank')
})

test('the arrow of a phone goes back to where one came from, and never on', async () => {
  const page = await house.enter(ada, '/', phone)
  const back = page.getByRole('link', { name: 'Back' })
  const members = page.getByRole('complementary', { name: 'Members' })
  await openChat(page)
  await page.getByRole('link', { name: 'Members' }).tap()
  await members.getByRole('link', { name: 'Back' }).tap()
  await members.waitFor({ state: 'detached' })
  expect(pathOf(page)).toBe(`/chats/${chatId}`)
  await back.tap()
  await list(page).waitFor()
  await page.goBack()
  expect(page.url()).toBe('about:blank')
  await page.goto(`${house.app.url}/chats/${chatId}/members`)
  await members.getByRole('link', { name: 'Back' }).tap()
  await members.waitFor({ state: 'detached' })
  expect(pathOf(page)).toBe(`/chats/${chatId}`)
  await back.tap()
  await list(page).waitFor()
  await page.goBack()
  expect(page.url()).toBe('about:blank')
})

test('who leaves a group goes back past it', async () => {
  const page = await house.enter(bob, '/people', phone)
  await page.getByRole('link', { name: 'Back' }).tap()
  await openChat(page)
  await page.getByRole('link', { name: 'Members' }).tap()
  await page.getByRole('button', { name: 'Leave the group' }).tap()
  await page.getByRole('button', { name: 'Leave', exact: true }).tap()
  await list(page).waitFor()
  expect(pathOf(page)).toBe('/')
  expect(await page.getByRole('dialog').count()).toBe(0)
  await page.goBack()
  await page.getByText('This chat is not here.').waitFor()
  await page.goBack()
  await list(page).waitFor()
})

test('who closes a layer and goes on in the same moment comes back in one step', async () => {
  const page = await house.enter(ada, `/chats/${chatId}`)
  await messageRow(page, 'press me').waitFor()
  for (const turns of [0, 1, 3, 10, 30]) {
    await page.keyboard.press('Control+k')
    await page.getByRole('option', { name: 'Engines' }).waitFor()
    await page.evaluate(async (turns) => {
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
      for (let turn = 0; turn < turns; turn++) await Promise.resolve()
      document.querySelector<HTMLElement>('a[href="/people"]')?.click()
    }, turns)
    await page.getByRole('heading', { name: 'People', level: 1 }).waitFor()
    expect(await page.getByRole('dialog').count()).toBe(0)
    await page.goBack()
    await messageRow(page, 'press me').waitFor()
    expect(await page.evaluate(() => history.state)).toBeNull()
  }
})
