import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { handsOn, patiently } from './testing-keys.ts'
import { type House, messageRow, openHouse, toast } from './testing-pages.ts'

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

/** Bob has said a hundred things to Ada, ten on each of ten days, and answered the first. */
async function talk() {
  // Of an attempt that failed.
  for (const { id, title } of await ada.chats.list())
    if (title === 'Engines') await ada.groups.rename({ chatId: id, title: 'Former' })
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  for (let number = 1; number < 100; number++) await bob.say(chatId, `number ${number}`)
  const { messages } = await ada.messages.list({ chatId, after: 1, limit: 1 })
  const [first] = messages
  await bob.messages.send({ id: crypto.randomUUID(), chatId, text: 'the answer', ...(first && { replyTo: first.id }) })
  const daysAgo = sql<Date>`date_trunc('day', now()) + interval '12 hours' - (11 - number / 10) * interval '1 day'`
  await house.app.db.updateTable('messages').set({ createdAt: daysAgo }).where('chatId', '=', chatId).execute()
  await ada.chats.read({ chatId, number: 101 })
  return chatId
}

async function signInByKeys() {
  const page = await house.visit('/', { permissions: ['clipboard-read', 'clipboard-write'] })
  const hands = await handsOn(page)
  await hands.step([], /^input Username/)
  await hands.type(ada.username)
  await hands.step(['Tab'], /^input Password/)
  await hands.type(ada.password)
  await hands.press('Enter')
  await page.getByRole('navigation', { name: 'Chats' }).waitFor()
  return { page, hands }
}

test('everything in a conversation is done without a pointer', { timeout: 120_000 }, async () => {
  const chatId = await talk()
  const lastOf = async () => (await ada.messages.list({ chatId })).messages.at(-1)
  const { page, hands } = await signInByKeys()
  const { press, step, goTo, type, expectNoPointer } = hands

  // To the chat, by its name.
  await step(['Control+k'], /^combobox Find people and chats/)
  await type('Engin')
  await page.getByRole('option', { name: /Engines/ }).waitFor()
  await step(['Enter'], /^textarea Message Engines/)

  // To say something, and to say it better.
  await type('a word of mine')
  await step(['Enter'], /^textarea Message Engines/)
  await expect.poll(async () => (await lastOf())?.text, patiently).toBe('a word of mine')
  await messageRow(page, 'a word of mine').waitFor()
  await step(['ArrowUp'], /^textarea Edit the message/)
  await type(', better')
  await press('Enter')
  await expect.poll(async () => (await lastOf())?.text, patiently).toBe('a word of mine, better')
  await step([], /^textarea Message Engines/)
  await step(['Shift+Tab'], /^article You, .*a word of mine, better/)
  await step(['e'], /^textarea Edit the message/)
  await step(['Escape'], /^article You, .*a word of mine, better/)

  // To answer.
  await step(['ArrowUp'], /^article Bob, .*the answer/)
  await step(['r'], /^textarea Message Engines/)
  await page.getByText('Answering Bob: the answer').waitFor()
  await type('I read it')
  await step(['Enter'], /^textarea Message Engines/)
  await messageRow(page, 'I read it').waitFor()

  // To react, and to take that back.
  await goTo(/^article Bob, .*the answer/, 'Shift+Tab')
  await step(['+'], /^(input|searchbox) Find an emoji/)
  await type('sloth')
  const firstFound = page.getByRole('dialog').getByRole('gridcell').first()
  await expect.poll(() => firstFound.textContent(), patiently).toBe('🦥')
  await step(['Enter'], /^article Bob, .*the answer/)
  await page.getByRole('log').getByRole('button', { name: '🦥 from you' }).waitFor()
  await goTo(/🦥 from you/)
  await step(['Enter'], /^article Bob, .*the answer$/)
  await step(['+'], /^(input|searchbox) Find an emoji/)
  await step(['Escape'], /^article Bob, .*the answer/)

  // To copy, to mark as unread, to delete.
  await step(['c'], /^article Bob, .*the answer/)
  await toast(page, 'The text is copied.').waitFor()
  await step(['u'], /^article Bob, .*the answer/)
  await expect.poll(async () => (await ada.chats.list()).find(({ id }) => id === chatId)?.unread, patiently).toBe(1)
  await page.getByRole('log').getByText('New', { exact: true }).waitFor()
  await step(['ArrowDown', 'ArrowDown'], /^article You, .*I read it/)
  await step(['Delete'], /^button (Delete|Cancel)/)
  await goTo(/^button Delete/)
  await step(['Enter'], /^article You, .*this message was deleted/)

  // To what was answered, and back.
  await step(['ArrowUp', 'ArrowUp'], /^article Bob, .*the answer/)
  await goTo(/^button Answers Bob: number 1. Go there/)
  await step(['Enter'], /^article Bob, .*number 1$/)
  await goTo(/^button Back to where you were/)
  await step(['Enter'], /^article Bob, .*the answer/)

  // To a date.
  await step(['PageUp', 'PageUp', 'PageUp'], /^article .*: number \d+$/)
  await page.getByRole('button', { name: /^Go to a date/ }).waitFor()
  await goTo(/^button Go to a date/)
  await step(['Enter'], /^input Day/)
  await goTo(/^button A week ago/)
  await step(['Enter'], /^article Bob, .*number \d+$/)

  // To the end, and up again.
  await goTo(/^button Jump to latest/)
  await step(['Enter'], /^article You, .*this message was deleted/)
  await step(['Home'], /^article .*started the group/)
  await page.getByRole('button', { name: /\d+ new|Jump to latest/ }).waitFor()
  await goTo(/^button \d+ new|^button Jump to latest/)
  await step(['Enter'], /^article /)

  // To the members, and to what one is told of the chat.
  await goTo(/^a Members/, 'Shift+Tab')
  await step(['Enter'], /^aside Members/)
  await step(['Escape'], /^a Members/)
  await expect.poll(() => page.getByRole('complementary', { name: 'Members' }).count(), patiently).toBe(0)
  await goTo(/^button Notifications: everything/, 'Shift+Tab')
  await step(['Enter'], /^menu Notifications of this chat/)
  await goTo(/^menuitemradio Only what names you/, 'ArrowDown')
  await step(['Enter'], /^button Notifications: only what names you/)

  // Back to writing.
  await goTo(/^article /)
  await step(['Escape'], /^textarea Message Engines/)
  await expectNoPointer()
})

test('Tab comes to what is in the chosen message, and not to what is in others', async () => {
  const { chatId } = await ada.groups.create({ title: 'Links', userIds: [bob.id] })
  for (const text of ['plain words', 'see https://one.example', 'hear ||nothing||', '```\na = 1\n```', 'the last'])
    await bob.say(chatId, text)
  const { page, hands } = await signInByKeys()
  const { step, goTo } = hands
  await page.goto(new URL(`/chats/${chatId}`, page.url()).href)
  await messageRow(page, 'the last').waitFor()
  await page.getByRole('textbox', { name: 'Message Links' }).focus()

  await step(['Shift+Tab'], /^article Bob, .*the last/)
  await goTo(/^article Bob, .*plain words/, 'ArrowUp')
  expect(
    (await goTo(/^textarea Message Links/)).filter((name) => /one.example|Hidden|Code|Copy the code/.test(name)),
  ).toEqual([])

  await goTo(/^article Bob, .*plain words/, 'Shift+Tab')
  await step(['ArrowDown'], /^article Bob, .*one.example/)
  await step(['Tab'], /^a https:..one.example/)
  await goTo(/^article Bob, .*one.example/, 'Shift+Tab')
  await step(['ArrowDown'], /^article Bob, .*hear/)
  await step(['Tab'], /^button Hidden words/)
  await step(['Enter'], /^article Bob, .*hear/)
  await page.getByText('nothing', { exact: true }).waitFor()
})
