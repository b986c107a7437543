import type { BrowserContextOptions, Page } from 'playwright-core'
import { v7 as uuid } from 'uuid'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { chatLink, composer, type House, messageRow, openHouse, toast } from './testing-pages.ts'

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
async function listen(options: BrowserContextOptions = {}) {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  await bob.say(chatId, 'the boiler is cold')
  const page = await house.enter(ada, `/chats/${chatId}`, options)
  await messageRow(page, 'the boiler is cold').waitFor()
  await listenTo(page)
  return { page, chatId, heard: () => page.evaluate(() => globalThis.heard) }
}

/** What is added to a part of the page that is live, as a screen reader takes it: of a part that is silent, nothing. */
async function listenTo(page: Page) {
  await page.locator('[aria-live="polite"]').waitFor({ state: 'attached' })
  await page.evaluate(() => {
    globalThis.heard = []
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes)
        for (const node of addedNodes) {
          const place = target instanceof Element ? target.closest('[aria-live]') : null
          const isHeard = place && place.getAttribute('aria-live') !== 'off' && !place.closest('[aria-hidden="true"]')
          const text = node.textContent?.trim()
          if (isHeard && text) globalThis.heard.push(text)
        }
    }).observe(document.body, { childList: true, characterData: true, subtree: true })
  })
  // The list of chats and what tells of them.
  await page.waitForLoadState('networkidle')
}

/** Ada chooses in another tab. */
async function choose(page: Page, choice: string, name = 'Announcements for screen readers') {
  const settings = await page.context().newPage()
  await settings.goto(`${house.app.url}/settings`)
  await settings.getByRole('group', { name }).getByText(choice).click()
  await settings.close()
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
  await choose(page, 'Only how many and from whom')
  await bob.say(chatId, 'the first')
  await expect.poll(heard, calm).toEqual(['1 new message from Bob'])

  await choose(page, 'Nothing')
  await bob.say(chatId, 'the second')
  await messageRow(page, 'the second').waitFor()
  await page.waitForTimeout(3500)
  expect(await heard()).toEqual(['1 new message from Bob'])
})

test('what is said in another chat is announced by the same calm voice, and nowhere twice', async () => {
  const { page, chatId, heard } = await listen()
  const { chatId: other } = await bob.groups.create({ title: 'Boilers', userIds: [ada.id] })
  await chatLink(page, /Boilers/).waitFor()
  for (let number = 1; number <= 12; number++) await bob.say(other, `flood ${number}`)
  await bob.say(chatId, 'and here')
  await toast(page, 'flood 12').waitFor()
  await expect.poll(async () => counted(await heard()), calm).toBe(13)
  expect((await heard()).length).toBeLessThanOrEqual(3)

  const { length } = await heard()
  const { chatId: direct } = await bob.chats.openDirect({ userId: ada.id })
  await bob.say(other, 'it *held*')
  await expect.poll(async () => (await heard()).slice(length), calm).toEqual(['Bob in Boilers: it held'])
  await bob.say(direct, 'come in')
  await expect.poll(async () => (await heard()).slice(length + 1), calm).toEqual(['Bob, directly: come in'])
})

test('one can hear only of what names one, and of direct messages', async () => {
  const { page, chatId, heard } = await listen()
  const { chatId: other } = await bob.groups.create({ title: 'Named', userIds: [ada.id] })
  const { chatId: direct } = await bob.chats.openDirect({ userId: ada.id })
  await chatLink(page, /Named/).waitFor()
  await choose(page, 'Only when I am named')
  await bob.say(chatId, 'for everybody')
  await bob.say(other, 'for everybody there')
  await toast(page, 'for everybody there').waitFor()
  await page.waitForTimeout(3500)
  expect(await heard()).toEqual([])
  await bob.say(chatId, `look, @${ada.username}`)
  await expect.poll(heard, calm).toEqual([`Bob: look, @${ada.username}`])
  await bob.say(other, `and here, @${ada.username}`)
  await expect.poll(heard, calm).toEqual([expect.any(String), `Bob in Named: and here, @${ada.username}`])
  await bob.say(direct, 'come in')
  await expect.poll(async () => (await heard())[2], calm).toBe('Bob, directly: come in')
})

test('who wants to hear nothing of messages still hears what came of what he did', async () => {
  const { page, heard } = await listen({ permissions: ['clipboard-read', 'clipboard-write'] })
  const { chatId: other } = await bob.groups.create({ title: 'Elsewhere', userIds: [ada.id] })
  await chatLink(page, /Elsewhere/).waitFor()
  await choose(page, 'Nothing')
  await bob.say(other, 'the boiler sings')
  await toast(page, 'the boiler sings').waitFor()
  await page.waitForTimeout(3500)
  expect(await heard()).toEqual([])
  await messageRow(page, 'the boiler is cold').focus()
  await page.keyboard.press('c')
  await toast(page, 'The text is copied.').waitFor()
  await expect.poll(heard).toEqual(['The text is copied.'])
  await page.route('**/trpc/chats.unread*', (route) => route.abort())
  await messageRow(page, 'the boiler is cold').focus()
  await page.keyboard.press('u')
  const fault = page.locator('[data-sonner-toast][data-type="error"] [data-title]')
  await expect.poll(heard).toEqual(['The text is copied.', await fault.textContent()])
})

test('a message says whom it answers, who has seen it, and that it can be taken back', async () => {
  const { page, chatId } = await listen()
  const article = (name: RegExp) => page.getByRole('article', { name })
  const { messages } = await bob.messages.list({ chatId })
  const replyTo = messages.at(-1)?.id
  await ada.messages.send({ id: uuid(), chatId, text: 'it is warm', replyTo })
  await article(/^You, .+, in reply to Bob: “the boiler is cold”: it is warm$/).waitFor()
  await bob.say(chatId, 'so it is')
  await article(/: it is warm, seen by Bob$/).waitFor()

  await choose(page, '5 seconds', 'Undo sending')
  await composer(page).fill('is it?')
  await composer(page).press('Enter')
  const held = article(/: is it\?, not sent yet, can be taken back$/)
  await held.getByText('sends in 4 s').waitFor()
  await held.getByText('sends in 2 s').waitFor()
  await article(/: is it\?$/).waitFor()
})

/** How many messages the sentences are about. */
const counted = (heard: string[]) => heard.reduce((sum, sentence) => sum + (Number.parseInt(sentence, 10) || 1), 0)

declare global {
  // oxlint-disable-next-line no-var -- a global can only be declared so
  var heard: string[]
}
