import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Person } from '../server/testing.ts'
import { handsOn } from './testing-keys.ts'
import { chatLink, composer, type House, messageRow, openHouse } from './testing-pages.ts'

let house: House
let ada: Person
let bob: Person

beforeAll(async () => {
  house = await openHouse()
})
beforeEach(async () => {
  ;[ada, bob] = (await Promise.all(['ada', 'bob'].map((name) => house.app.person(name)))) as [Person, Person]
})
afterEach(async () => {
  await house.leave()
})
afterAll(() => house.stop())

const until = (isTrue: () => Promise<unknown>) => expect.poll(isTrue, { timeout: 10_000, interval: 50 })
const keyList = (page: Page) => page.getByRole('dialog', { name: 'Keys' })
const hasFocus = (page: Page) => composer(page).evaluate((area) => area === document.activeElement)

async function find(page: Page, typed: string) {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Find people and chats' }).waitFor()
  await page.keyboard.type(typed)
}

const namesOf = (page: Page) => page.getByRole('option').locator('.font-medium').allInnerTexts()

/** Groups of the names, the newest last, each with a message of Bob's. */
async function groupsOf(...titles: string[]) {
  const chatIds: string[] = []
  for (const title of titles) {
    const { chatId } = await ada.groups.create({ title, userIds: [bob.id] })
    await bob.say(chatId, `Welcome to ${title}.`)
    chatIds.push(chatId)
  }
  return chatIds
}

test('a question mark shows the keys, and Escape gives the focus back', async () => {
  const [chatId] = await groupsOf('Engines')
  const page = await house.enter(ada, `/chats/${chatId}`)
  const message = messageRow(page, 'Welcome to Engines.')
  await message.waitFor()
  await until(() => hasFocus(page)).toBe(true)
  await page.keyboard.press('Shift+Tab')
  await until(() => message.evaluate((row) => row === document.activeElement)).toBe(true)
  await page.waitForLoadState('networkidle')
  await page.keyboard.press('?')
  await keyList(page)
    .getByRole('row', { name: /^Reply R$/ })
    .waitFor()
  await keyList(page)
    .getByRole('row', { name: /^Go to a chat, a person or a place/ })
    .waitFor()
  expect(await keyList(page).getByRole('table', { name: 'While writing' }).getByRole('row').count()).toBeGreaterThan(5)
  await page.keyboard.press('Escape')
  await keyList(page).waitFor({ state: 'detached' })
  await until(() => message.evaluate((row) => row === document.activeElement)).toBe(true)
})

test('who turns single keys off acts with none by chance, and all other keys stay', async () => {
  const [chatId] = await groupsOf('Engines')
  const page = await house.enter(ada, '/settings')
  const { press, step, goTo, expectNoPointer } = await handsOn(page)
  await goTo(/^(switch|input) Single keys/)
  await press('?')
  await keyList(page).getByRole('table', { name: 'On a message' }).waitFor()
  await step(['Escape'], /^(switch|input) Single keys/)
  await step(['Space'], /^(switch|input) Single keys/)
  await page.goto(`${house.app.url}/chats/${chatId}`)
  await until(() => hasFocus(page)).toBe(true)
  await page.waitForLoadState('networkidle')
  await step(['Shift+Tab'], /^article/)
  await press('?', 'r', 'c', 'u', '+', 'Delete')
  await step([], /^article/)
  expect(await page.getByText('Answering').count()).toBe(0)
  expect(await page.getByRole('dialog').count()).toBe(0)
  await page.getByRole('button', { name: 'Reply' }).waitFor()
  expect(await page.locator('[data-keys="R"]').count()).toBe(0)
  await press('Control+/')
  await keyList(page)
    .getByRole('row', { name: /^Up and down/ })
    .first()
    .waitFor()
  expect(
    await keyList(page)
      .getByRole('row', { name: /^Reply|Question mark/ })
      .count(),
  ).toBe(0)
  await step(['Escape'], /^article/)
  await press('ArrowUp', 'Escape')
  await until(() => hasFocus(page)).toBe(true)
  await expectNoPointer()
})

test('while one writes a question mark is a letter, and the command with a slash shows the keys', async () => {
  const [chatId] = await groupsOf('Engines')
  const page = await house.enter(ada, `/chats/${chatId}`)
  await until(() => hasFocus(page)).toBe(true)
  await page.waitForLoadState('networkidle')
  await page.keyboard.type('Is it?')
  expect(await composer(page).inputValue()).toBe('Is it?')
  expect(await keyList(page).count()).toBe(0)
  await page.keyboard.press('Control+/')
  await keyList(page).waitFor()
  await page.keyboard.press('Escape')
  await until(() => hasFocus(page)).toBe(true)
  expect(await composer(page).inputValue()).toBe('Is it?')
})

test('the finder goes to places by their names', async () => {
  const page = await house.enter(ada)
  await page.getByText('Choose a chat.').or(page.getByText('Nobody has said anything yet.')).waitFor()
  await find(page, 'sett')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()
  await find(page, 'list of')
  await page.getByRole('option', { name: 'List of keys' }).waitFor()
  await page.keyboard.press('Enter')
  await keyList(page).waitFor()
  await page.keyboard.press('Escape')
  await keyList(page).waitFor({ state: 'detached' })
})

test('a place is found after people, and administration by admins alone', async () => {
  await bob.users.update({ displayName: 'Administratrix' })
  const page = await house.enter(ada)
  await find(page, 'administrat')
  await until(() => namesOf(page)).toEqual(['Administratrix'])
  const admins = await house.enter(house.operator)
  await find(admins, 'administrat')
  await until(() => namesOf(admins)).toEqual(['Administratrix', 'Administration'])
})

test('Alt and the arrows walk the chats while one writes, and the draft stays', async () => {
  await groupsOf('Engines', 'Looms', 'Bridges')
  const page = await house.enter(ada)
  await chatLink(page, /Engines/).waitFor()
  await pressUntilOpen(page, 'Alt+ArrowDown', 'Bridges')
  await until(() => hasFocus(page)).toBe(true)
  await page.keyboard.type('half a')
  await page.keyboard.press('Alt+ArrowDown')
  await isOpen(page, 'Looms')
  await page.keyboard.type('of the loom')
  await page.keyboard.press('Alt+ArrowUp')
  await isOpen(page, 'Bridges')
  await page.keyboard.type(' thought')
  expect(await composer(page).inputValue()).toBe('half a thought')
  await page.keyboard.press('Alt+ArrowUp')
  expect(await composer(page).inputValue()).toBe('half a thought')
  await isOpen(page, 'Bridges')
})

test('with Shift the arrows open what is unread, and an old message that is being changed keeps them', async () => {
  const [engines, looms] = await groupsOf('Engines', 'Looms', 'Bridges')
  if (!engines || !looms) throw new Error('No groups')
  await ada.say(looms, 'The loom is here.')
  await ada.chats.read({ chatId: looms, number: 3 })
  const page = await house.enter(ada, `/chats/${looms}`)
  await messageRow(page, 'The loom is here.').waitFor()
  await pressUntilOpen(page, 'Alt+Shift+ArrowDown', 'Bridges')
  await page.keyboard.press('Alt+Shift+ArrowDown')
  await isOpen(page, 'Engines')
  await pressUntilOpen(page, 'Alt+ArrowUp', 'Bridges')
  await page.keyboard.press('Alt+ArrowUp')
  await isOpen(page, 'Looms')
  await page.keyboard.press('ArrowUp')
  const edited = page.getByRole('article').getByRole('textbox')
  await edited.waitFor()
  await page.keyboard.press('Alt+ArrowDown')
  expect(await edited.inputValue()).toBe('The loom is here.')
  await isOpen(page, 'Looms')
})

test('a key leads to what is told for a moment, and from there to the chat', async () => {
  const [engines, letters] = await groupsOf('Engines', 'Letters')
  const page = await house.enter(ada, `/chats/${engines}`)
  const { press, step, expectNoPointer } = await handsOn(page)
  await step([], /^textarea Message Engines/)
  await bob.say(letters ?? '', 'it is here')
  await page.locator('[data-sonner-toast]').getByText('it is here').waitFor()
  await step(['F8', 'Tab', 'Tab'], /^button Open/)
  await press('Enter')
  await page.waitForURL(`**/chats/${letters}`)
  await step([], /^textarea Message Letters/)
  await expectNoPointer()
})

test('the list keeps the open chat in view', async () => {
  await groupsOf(...Array.from({ length: 24 }, (_, index) => `Group ${index + 1}.`))
  const page = await house.enter(ada)
  await chatLink(page, /Group 24\./).waitFor()
  await pressUntilOpen(page, 'Alt+ArrowUp', 'Group 1.')
  const open = page.getByRole('navigation', { name: 'Chats' }).locator('[aria-current]')
  const isInView = () =>
    open.evaluate((link) => {
      const { top, bottom } = link.getBoundingClientRect()
      const { top: from, bottom: to } = link.closest('nav')?.getBoundingClientRect() ?? { top: 0, bottom: 0 }
      return top >= from && bottom <= to
    })
  await until(isInView).toBe(true)
  for (const title of ['Group 2.', 'Group 3.']) {
    await page.keyboard.press('Alt+ArrowUp')
    await isOpen(page, title)
  }
  await until(isInView).toBe(true)
})

test('keys are called as they are on the keyboard of the language', async () => {
  const [chatId] = await groupsOf('Engines')
  await ada.say(chatId ?? '', 'mine')
  const page = await house.enter(ada, `/chats/${chatId}`, { locale: 'de-DE' })
  await page.getByRole('button', { name: /Strg K/ }).waitFor()
  const row = messageRow(page, 'mine')
  await row.click({ button: 'right' })
  await page.getByRole('menuitem', { name: /Löschen\s*Entf/ }).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+/')
  const list = page.getByRole('dialog', { name: 'Tasten' })
  await list
    .getByRole('row', { name: /Strg\s*K/ })
    .first()
    .waitFor()
  expect(await list.getByText('Entf', { exact: true }).count()).toBe(1)
})

test('what is told for a moment is told in a place that is called so in the language, with the key to it', async () => {
  const [engines, letters] = await groupsOf('Engines', 'Letters')
  const page = await house.enter(ada, `/chats/${engines}`, { locale: 'de-DE' })
  await messageRow(page, 'Welcome to Engines.').waitFor()
  await bob.say(letters ?? '', 'it is here')
  await page.getByRole('region', { name: 'Benachrichtigungen F8', exact: true }).getByText('it is here').waitFor()
})

test('on a Mac a message is deleted with the key that says so there', async () => {
  const [chatId] = await groupsOf('Engines')
  await ada.say(chatId ?? '', 'mine')
  const page = await house.enter(ada)
  await page.addInitScript(() => Object.defineProperty(navigator, 'platform', { value: 'MacIntel' }))
  await page.goto(`${house.app.url}/chats/${chatId}`)
  await page.getByRole('button', { name: /⌘ K/ }).waitFor()
  const row = messageRow(page, 'mine')
  await row.click({ button: 'right' })
  await page.getByRole('menuitem', { name: /Delete\s*⌫/ }).waitFor()
  await page.keyboard.press('Escape')
  await until(() => row.evaluate((one) => one === document.activeElement)).toBe(true)
  await page.keyboard.press('Backspace')
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await messageRow(page, 'This message was deleted.').waitFor()
  await page.keyboard.press('Meta+/')
  await keyList(page)
    .getByRole('row', { name: /^Delete, if you may/ })
    .getByText('⌫')
    .waitFor()
})

const isOpen = (page: Page, title: string) =>
  page.getByRole('heading', { name: title, level: 1, exact: true }).waitFor()

/** The first key may come before what hears it. */
async function pressUntilOpen(page: Page, keys: string, title: string) {
  await page.waitForLoadState('networkidle')
  await page.keyboard.press(keys)
  await isOpen(page, title)
}
