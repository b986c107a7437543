import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Person } from '../server/testing.ts'
import { handsOn, patiently } from './testing-keys.ts'
import { composer, type House, messageRow, openHouse } from './testing-pages.ts'

let house: House
let ada: Person
let bob: Person
let chatId: string

beforeAll(async () => {
  house = await openHouse()
})
beforeEach(async () => {
  ;[ada, bob] = (await Promise.all(['ada', 'bob'].map((name) => house.app.person(name)))) as [Person, Person]
  chatId = (await ada.groups.create({ title: 'Engines', userIds: [bob.id] })).chatId
})
afterEach(() => house.leave())
afterAll(() => house.stop())

async function enterByKeys(last: string) {
  const page = await house.enter(ada, `/chats/${chatId}`, { permissions: ['clipboard-read', 'clipboard-write'] })
  await messageRow(page, last).waitFor()
  const hands = await handsOn(page)
  await hands.step([], /^textarea Message Engines/)
  return { page, ...hands }
}

test('code is copied without a pointer', async () => {
  await bob.say(chatId, 'the code:\n```ts\nconst one = 1\n\tone + "two"\n```')
  await bob.say(chatId, 'the last')
  const { page, press, step, expectNoPointer } = await enterByKeys('the last')
  await step(['Shift+Tab', 'ArrowUp'], /^article Bob, .*the code/)
  await step(['Tab'], /^region Code, ts/)
  await step(['Tab'], /^button Copy the code/)
  expect(
    await page.getByRole('button', { name: 'Copy the code' }).evaluate((one) => getComputedStyle(one).opacity),
  ).toBe('1')
  await press('Enter')
  await page.getByText('Copied', { exact: true }).waitFor({ state: 'attached' })
  await step([], /^button Copy the code/)
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('const one = 1\n\tone + "two"')
  await step(['Escape'], /^textarea Message Engines/)
  await expectNoPointer()
})

test('two keys open the menu of the message that has the focus, beside it, and Escape leads back', async () => {
  await bob.say(chatId, 'the first')
  await bob.say(chatId, 'the last')
  const { page, step, goTo, expectNoPointer } = await enterByKeys('the last')
  const menu = page.getByRole('menu', { name: 'The message of Bob' })
  const row = messageRow(page, 'the first')
  await step(['Shift+Tab', 'ArrowUp'], /^article Bob, .*the first/)
  for (const key of ['Shift+F10', 'ContextMenu']) {
    await step([key], /^menu(item)? /)
    await menu.waitFor()
    const [at, words, box] = await Promise.all([row, row.getByText('the first'), menu].map((one) => one.boundingBox()))
    if (!at || !words || !box) throw new Error('There is no menu')
    expect(Math.abs(box.x - words.x)).toBeLessThan(2)
    expect(Math.min(Math.abs(box.y - at.y - at.height), Math.abs(at.y - box.y - box.height))).toBeLessThan(8)
    await goTo(/^menuitem Reply/, 'ArrowDown')
    await step(['Escape'], /^article Bob, .*the first/)
    await menu.waitFor({ state: 'detached' })
  }
  // From what can be done with it, too.
  await goTo(/^button Reply/)
  await step(['Shift+F10'], /^menu(item)? /)
  await step(['Escape'], /^article Bob, .*the first/)
  await expectNoPointer()
})

test('what the menu of a message offers is done without a pointer, and the focus is where that goes on', async () => {
  await ada.say(chatId, 'of Ada')
  await bob.say(chatId, 'of Bob')
  const { page, step, goTo, type, expectNoPointer } = await enterByKeys('of Bob')
  async function choose(name: string, expected: RegExp) {
    await step(['Shift+F10'], /^menu(item)? /)
    await goTo(new RegExp(`^menuitem ${name}`), 'ArrowDown')
    await step(['Enter'], expected)
    await page.getByRole('menu').waitFor({ state: 'detached' })
    await step([], expected)
  }

  await step(['Shift+Tab'], /^article Bob, .*of Bob/)
  await choose('Copy the text', /^article Bob, .*of Bob/)
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText()), patiently).toBe('of Bob')
  await choose('Mark unread from here', /^article Bob, .*of Bob/)
  await expect.poll(async () => (await ada.chats.list()).find(({ id }) => id === chatId)?.unread, patiently).toBe(1)
  await choose('Reply', /^textarea Message Engines/)
  await page.getByText('Answering Bob: of Bob').waitFor()
  await step(['Escape', 'Shift+Tab'], /^article Bob, .*of Bob/)

  await step(['ArrowUp'], /^article You, .*of Ada/)
  await choose('Edit', /^textarea Edit the message/)
  await type(' Lovelace')
  await step(['Enter'], /^article You, .*of Ada Lovelace/)
  await choose('Delete', /^button (Delete|Cancel)/)
  await step(['Escape'], /^article You, .*of Ada Lovelace/)
  await choose('Delete', /^button (Delete|Cancel)/)
  await goTo(/^button Delete/)
  await step(['Enter'], /^article You, .*this message was deleted/)
  await expectNoPointer()
})

test('an emoji is found, chosen in a skin tone and set at the caret without a pointer', async () => {
  await bob.say(chatId, 'the last')
  const { page, press, step, goTo, type, expectNoPointer } = await enterByKeys('the last')
  const found = page.getByRole('dialog').getByRole('gridcell')
  const open = async () => {
    await goTo(/^button Emoji/)
    await step(['Enter'], /^(input|searchbox) Find an emoji/)
  }
  await type('ab')
  await press('ArrowLeft')
  await open()
  await step(['Escape'], /^button Emoji/)
  await step(['Enter'], /^(input|searchbox) Find an emoji/)
  await type('thumbs')
  await expect.poll(() => found.allTextContents(), patiently).toEqual(expect.arrayContaining(['👍', '👎']))
  const second = await found.nth(1).textContent()
  await press('ArrowRight')
  await step(['Enter'], /^textarea Message Engines/)
  expect(await composer(page).inputValue()).toBe(`a${second}b`)

  await open()
  await type('thumbs up')
  await expect.poll(() => found.first().textContent(), patiently).toBe('👍')
  await goTo(/^button Skin tone/)
  await press('Enter')
  await expect.poll(() => found.first().textContent(), patiently).toBe('👍🏻')
  await goTo(/^(input|searchbox) Find an emoji/, 'Shift+Tab')
  await step(['ArrowDown', 'Enter'], /^textarea Message Engines/)
  await type('!')
  expect(await composer(page).inputValue()).toBe(`a${second}👍🏻!b`)
  await expectNoPointer()
})

test('the buttons beside what one writes are pressed without a pointer', async () => {
  await bob.say(chatId, 'of Bob')
  const { page, step, goTo, type, expectNoPointer } = await enterByKeys('of Bob')
  const texts = async () => (await ada.messages.list({ chatId })).messages.map(({ text }) => text)
  await step(['Shift+Tab', 'r'], /^textarea Message Engines/)
  await goTo(/^button Answer nothing/, 'Shift+Tab')
  await step(['Enter'], /^textarea Message Engines/)
  await page.getByText('Answering').waitFor({ state: 'detached' })
  await type('of Ada')
  await goTo(/^button Send/)
  await step(['Enter'], /^textarea Message Engines/)
  await expect.poll(texts, patiently).toContain('of Ada')
  expect(await composer(page).inputValue()).toBe('')

  await step(['Shift+Tab', 'ArrowDown'], /^article You, .*of Ada$/)
  await step(['e'], /^textarea Edit the message/)
  await type(' Lovelace')
  await goTo(/^button Cancel/)
  await step(['Enter'], /^article You, .*of Ada$/)
  await step(['e'], /^textarea Edit the message/)
  await type(', Countess')
  await goTo(/^button Save/)
  await step(['Enter'], /^article You, .*of Ada, Countess/)
  await expect.poll(texts, patiently).toContain('of Ada, Countess')
  await step([], /^article You, .*of Ada, Countess, edited/)
  await expectNoPointer()
})

test('messages that could not be loaded are asked for again without a pointer', async () => {
  await bob.say(chatId, 'of Bob')
  const { chatId: above } = await ada.groups.create({ title: 'Looms', userIds: [bob.id] })
  const page = await house.enter(ada, `/chats/${above}`)
  const { step, goTo, press, expectNoPointer } = await handsOn(page)
  await step([], /^textarea Message Looms/)
  await page.waitForLoadState('networkidle')
  await page.route('**/trpc/*messages.*', (route) => route.abort())
  await step(['Alt+ArrowDown'], /^textarea Message Engines/)
  await page.getByText('The messages could not be loaded.').waitFor({ timeout: 20_000 })
  await goTo(/^button Try again/, 'Shift+Tab')
  await page.unroute('**/trpc/*messages.*')
  await press('Enter')
  await messageRow(page, 'of Bob').waitFor()
  await step([], /^(article|textarea)/)
  await expectNoPointer()
})
