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

// Two seconds between two announcements, and a second to gather.
const calm = { timeout: 6000 }

/** Ada in a chat with Bob, and all that is said aloud there from now on. */
async function listen() {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  await bob.say(chatId, 'the boiler is cold')
  const page = await house.enter(ada, `/chats/${chatId}`)
  await messageRow(page, 'the boiler is cold').waitFor()
  await listenTo(page)
  return { page, chatId, heard: () => page.evaluate(() => globalThis.heard) }
}

async function listenTo(page: Page) {
  const voice = page.locator('main p[aria-live="polite"]')
  await voice.waitFor({ state: 'attached' })
  await voice.evaluate((element) => {
    globalThis.heard = []
    new MutationObserver(() => {
      if (element.textContent) globalThis.heard.push(element.textContent)
    }).observe(element, { childList: true, characterData: true, subtree: true })
  })
}

test('many messages at once are one announcement, and one message is said with its words', async () => {
  const { chatId, heard } = await listen()
  const texts = Array.from({ length: 8 }, (_, index) => `message ${index}`)
  await Promise.all(texts.map((text) => bob.say(chatId, text)))
  const { messages } = await ada.messages.list({ chatId })
  const last = messages.at(-1)?.text
  await expect.poll(heard, calm).toEqual([`8 new messages, the last from Bob: ${last}`])
  await bob.say(chatId, 'the **boiler** is warm')
  await expect.poll(heard, calm).toEqual([expect.any(String), 'Bob: the boiler is warm'])
})

test('what one writes oneself is not said', async () => {
  const { page, chatId, heard } = await listen()
  await composer(page).fill('a word of mine')
  await page.keyboard.press('Enter')
  await ada.say(chatId, 'from another device')
  await messageRow(page, 'from another device').waitFor()
  await bob.say(chatId, 'and you?')
  await expect.poll(heard, calm).toEqual(['Bob: and you?'])
})

test('announcements can be without words, and switched off', async () => {
  const { page, chatId, heard } = await listen()
  const settings = await page.context().newPage()
  await settings.goto(`${house.app.url}/settings`)
  const choice = settings.getByRole('group', { name: 'Announcements for screen readers' })

  await choice.getByText('Only how many and from whom').click()
  await bob.say(chatId, 'the first')
  await expect.poll(heard, calm).toEqual(['1 new message from Bob'])

  await choice.getByText('Nothing').click()
  await bob.say(chatId, 'the second')
  await messageRow(page, 'the second').waitFor()
  await page.waitForTimeout(3500)
  expect(await heard()).toEqual(['1 new message from Bob'])
})

declare global {
  // oxlint-disable-next-line no-var -- a global can only be declared so
  var heard: string[]
}
