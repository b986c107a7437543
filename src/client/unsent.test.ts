import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Person } from '../server/testing.ts'
import { handsOn, patiently } from './testing-keys.ts'
import { composer, type House, messageRow, openHouse } from './testing-pages.ts'
import { dress } from './testing-places.ts'
import { smallTargets } from './testing-touch.ts'

let house: House
let ada: Person
let chatId: string

beforeAll(async () => {
  house = await openHouse()
})
beforeEach(async () => {
  const [bob] = await Promise.all([house.app.person('bob'), house.app.person('ada').then((person) => (ada = person))])
  chatId = (await ada.groups.create({ title: 'Engines', userIds: [bob.id] })).chatId
  await bob.say(chatId, 'a word of Bob')
})
afterEach(() => house.leave())
afterAll(() => house.stop())

const said = async () => (await ada.messages.list({ chatId })).messages.map(({ text }) => text).slice(2)

async function enterChat(options: BrowserContextOptions = {}) {
  const page = await house.enter(ada, `/chats/${chatId}`, options)
  await messageRow(page, 'a word of Bob').waitFor()
  return page
}

async function enterByKeys() {
  const page = await enterChat()
  const hands = await handsOn(page)
  await hands.step([], /^textarea Message Engines/)
  return { page, ...hands }
}

/** What the server is to store is empty when it comes there, until this is ended. */
async function refuseAll(page: Page) {
  const address = '**/trpc/messages.send*'
  await page.route(address, async (route) => {
    const postData =
      route
        .request()
        .postData()
        ?.replace(/("text":)"[^"]*"/, '$1" "') ?? ''
    await route.fulfill({ response: await route.fetch({ postData }) })
  })
  return () => page.unroute(address)
}

test('what the server refused is sent anew or discarded without a pointer', async () => {
  const { page, press, step, goTo, type, expectNoPointer } = await enterByKeys()
  const acceptAll = await refuseAll(page)
  const faults = page.getByText('Not sent. A message is empty.')
  for (const [index, text] of ['the first', 'the second', 'the third'].entries()) {
    await type(text)
    await press('Enter')
    await expect.poll(() => faults.count(), patiently).toBe(index + 1)
  }

  // The one in the middle, refused once more, then sent.
  await step(['Shift+Tab'], /^article You, .*the third/)
  await step(['ArrowUp'], /^article You, .*the second/)
  await step(['Tab'], /^button Retry/)
  await step(['Enter'], /^article You, .*the second/)
  await expect.poll(() => faults.count(), patiently).toBe(3)
  await step([], /^article You, .*the second/)
  await acceptAll()
  await step(['Tab'], /^button Retry/)
  await step(['Enter'], /^article You, .*the second/)
  await expect.poll(said, patiently).toEqual(['the second'])
  await expect.poll(() => faults.count(), patiently).toBe(2)
  await step([], /^article You, .*the second/)

  // The others, by both ways.
  await goTo(/^article You, .*the first/, 'ArrowDown')
  await step(['Tab', 'Tab'], /^button Discard/)
  await step(['Enter'], /^article You, .*the (second|third)/)
  await messageRow(page, 'the first').waitFor({ state: 'detached' })
  await goTo(/^article You, .*the third/, 'ArrowDown')
  await step(['Tab', 'Tab'], /^button Discard/)
  await step(['Space'], /^article You, .*the second/)
  await messageRow(page, 'the third').waitFor({ state: 'detached' })
  await step(['Escape'], /^textarea Message Engines/)
  expect(await said()).toEqual(['the second'])
  await expectNoPointer()
})

test('what is held for some seconds is taken back without a pointer, and its words are there to be written anew', async () => {
  const { page, press, step, type, expectNoPointer } = await enterByKeys()
  await dress(page, { undoSeconds: 10 })
  for (const text of ['said too soon', 'and more']) {
    await type(text)
    await step(['Enter'], /^textarea Message Engines/)
    await messageRow(page, text)
      .getByText(/sends in \d+ s/)
      .waitFor()
  }
  await step(['Shift+Tab'], /^article You, .*and more/)
  await step(['ArrowUp'], /^article You, .*said too soon/)
  await step(['Tab'], /^button Undo/)
  await step(['Enter'], /^textarea Message Engines/)
  expect(await composer(page).inputValue()).toBe('said too soon')
  await messageRow(page, 'said too soon').waitFor({ state: 'detached' })
  await type(' after all')
  expect(await composer(page).inputValue()).toBe('said too soon after all')
  await press('Control+a', 'Delete')
  await step(['ArrowUp'], /^textarea Message Engines/)
  expect(await composer(page).inputValue()).toBe('and more')
  expect(await page.getByRole('button', { name: 'Undo' }).count()).toBe(0)
  expect(await said()).toEqual([])
  await expectNoPointer()
})

test('a thumb that takes back one of the messages that are held misses the others', async () => {
  const page = await enterChat({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  for (const size of ['normal', 'small']) {
    await dress(page, { undoSeconds: 10, size })
    for (const text of ['too soon', 'and more', 'and more still']) {
      await composer(page).fill(text)
      await composer(page).press('Enter')
    }
    const undo = page.getByRole('button', { name: 'Undo' })
    await undo.nth(2).waitFor()
    expect((await smallTargets(page)).filter((target) => target.includes('Undo'))).toEqual([])
    for (let count = 3; count > 0; count--) await undo.first().tap()
    await expect.poll(() => undo.count(), patiently).toBe(0)
    await composer(page).fill('')
  }
})

test('why a message was refused is said in the language of the reader, with both ways out on one line for a thumb', async () => {
  for (const [locale, fault, waysOut] of [
    ['de-DE', 'Nicht gesendet. Die Nachricht ist leer.', /Erneut senden|Verwerfen/],
    ['ar-EG', 'لم تُرسل. الرسالة فارغة.', /إعادة المحاولة|تجاهل/],
  ] as const) {
    const page = await enterChat({ locale, viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
    await refuseAll(page)
    const field = page.locator('form textarea')
    const alerts = page.getByRole('alert').filter({ hasText: fault })
    for (const [index, text] of ['Is anybody there?', 'Really nobody?'].entries()) {
      await field.fill(text)
      await field.press('Enter')
      await alerts.nth(index).waitFor()
    }
    expect((await smallTargets(page)).filter((target) => waysOut.test(target))).toEqual([])
    const tops = await alerts
      .last()
      .getByRole('button')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top))
    expect(tops).toHaveLength(2)
    expect(new Set(tops).size).toBe(1)
    expect(await alerts.last().innerText()).not.toContain('·')
    await house.leave()
  }
})
