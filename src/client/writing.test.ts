import { v7 as uuid } from 'uuid'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Person } from '../server/testing.ts'
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
afterEach(async () => {
  await house.leave()
})
afterAll(() => house.stop())

const until = (isTrue: () => Promise<unknown>) => expect.poll(isTrue, { timeout: 10_000, interval: 50 })
const lastOf = async () => (await ada.messages.list({ chatId })).messages.at(-1)

test('ada answers what bob said with the mouse: her answer shows his words, and the way to them', async () => {
  const { id } = await bob.say(chatId, 'does it **hold**?')
  const page = await house.enter(ada, `/chats/${chatId}`)
  await messageRow(page, 'does it hold?').hover()
  await page.getByRole('button', { name: 'Reply' }).click()
  await page.getByText('Answering Bob: does it hold?').waitFor()
  await until(() => composer(page).evaluate((area) => area === document.activeElement)).toBe(true)
  await page.keyboard.type('it does')
  await page.keyboard.press('Enter')
  const answer = messageRow(page, 'it does')
  await answer.getByRole('button', { name: 'Answers Bob: does it hold?. Go there' }).waitFor()
  expect(await page.getByText('Answering').count()).toBe(0)
  await until(async () => (await lastOf())?.replyTo).toBe(id)
})

test('R answers the message that has the focus, a reload keeps that, and Escape takes it back', async () => {
  await bob.say(chatId, 'first')
  await bob.say(chatId, 'second')
  const page = await house.enter(ada, `/chats/${chatId}`)
  await messageRow(page, 'second').focus()
  await page.keyboard.press('ArrowUp')
  await until(() => messageRow(page, 'first').evaluate((row) => row === document.activeElement)).toBe(true)
  await page.keyboard.press('r')
  await page.getByText('Answering Bob: first').waitFor()
  await page.keyboard.type('about the first')
  await page.reload()
  await page.getByText('Answering Bob: first').waitFor()
  expect(await composer(page).inputValue()).toBe('about the first')
  await composer(page).press('Escape')
  expect(await page.getByText('Answering').count()).toBe(0)
  await composer(page).press('Enter')
  await until(lastOf).toMatchObject({ text: 'about the first', replyTo: null })
})

test('the menu of a message opens where the pointer asks for it, and gives the focus back', async () => {
  await bob.say(chatId, 'first')
  const page = await house.enter(ada, `/chats/${chatId}`)
  await messageRow(page, 'first').getByText('first').click({ button: 'right' })
  const menu = page.getByRole('menu', { name: 'The message of Bob' })
  await menu.waitFor()
  await page.keyboard.press('Escape')
  await menu.waitFor({ state: 'detached' })
  await until(() => messageRow(page, 'first').evaluate((row) => row === document.activeElement)).toBe(true)
  await messageRow(page, 'first').getByText('first').click({ button: 'right' })
  await menu.getByRole('menuitem', { name: 'Reply' }).click()
  await page.getByText('Answering Bob: first').waitFor()
})

test('what is answered is shown though it is far up, and a click leads there', async () => {
  const { id } = await bob.say(chatId, 'the very first')
  for (let number = 0; number < 120; number++) await bob.say(chatId, `line ${number}`)
  await bob.messages.send({ id: uuid(), chatId, text: 'back to that', replyTo: id })
  await ada.chats.read({ chatId, number: (await lastOf())?.number ?? 0 })
  const page = await house.enter(ada, `/chats/${chatId}`)
  await messageRow(page, 'back to that').getByRole('button', { name: 'Answers Bob: the very first. Go there' }).click()
  await until(() => messageRow(page, 'the very first').isVisible()).toBe(true)
})

test('what was answered and then deleted is said to be deleted, wherever it is', async () => {
  const { id } = await bob.say(chatId, 'a mistake')
  await ada.messages.send({ id: uuid(), chatId, text: 'really?', replyTo: id })
  const page = await house.enter(ada, `/chats/${chatId}`)
  await messageRow(page, 'really?').getByText('a mistake').waitFor()
  await bob.messages.remove({ chatId, id })
  await messageRow(page, 'really?').getByText('That message was deleted.').waitFor()
  expect(await page.getByText('a mistake').count()).toBe(0)
})

test('on a phone a long press offers to answer', async () => {
  await bob.say(chatId, 'press me')
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
  const page = await house.enter(ada, `/chats/${chatId}`, phone)
  const text = messageRow(page, 'press me').getByText('press me')
  await text.dispatchEvent('pointerdown', { pointerType: 'touch', clientX: 100, clientY: 300, bubbles: true })
  await page.getByRole('dialog', { name: 'The message of Bob' }).getByRole('button', { name: 'Reply' }).tap()
  await page.getByText('Answering Bob: press me').waitFor()
  expect(await page.getByRole('dialog').count()).toBe(0)
})

test('a colon and two letters offer emoji; a whole name between colons is one at once', async () => {
  const page = await house.enter(ada, `/chats/${chatId}`)
  await composer(page).pressSequentially('it held :tad')
  await page.getByRole('listbox', { name: 'Emoji' }).getByRole('option', { name: ':tada:' }).waitFor()
  await page.keyboard.press('Enter')
  expect(await composer(page).inputValue()).toBe('it held 🎉 ')
  await composer(page).pressSequentially('and :+1: at 10:30:20 (:D)')
  expect(await composer(page).inputValue()).toBe('it held 🎉 and 👍 at 10:30:20 (:D)')
})

test('keys put signs around the chosen words, and the browser can take them back', async () => {
  const page = await house.enter(ada, `/chats/${chatId}`)
  await composer(page).pressSequentially('so bold')
  await page.keyboard.press('Control+Shift+ArrowLeft')
  await page.keyboard.press('Control+b')
  expect(await composer(page).inputValue()).toBe('so **bold**')
  await page.keyboard.press('Control+i')
  expect(await composer(page).inputValue()).toBe('so **_bold_**')
  await page.keyboard.press('Control+z')
  expect(await composer(page).inputValue()).toBe('so **bold**')
  await page.keyboard.press('Control+b')
  expect(await composer(page).inputValue()).toBe('so bold')
  await page.keyboard.press('End')
  await page.keyboard.press('Control+e')
  await page.keyboard.type('x')
  await page.keyboard.press('Enter')
  await messageRow(page, 'so bold').waitFor()
  await until(async () => (await lastOf())?.text).toBe('so bold`x`')
})

test('a text that is too long is told so, with how much too long it is, and is not sent', async () => {
  const page = await house.enter(ada, `/chats/${chatId}`)
  await composer(page).fill('x'.repeat(5234))
  await page.getByText('A message has at most 4,000 letters: take out 1,234, or send it in parts.').waitFor()
  await composer(page).press('Enter')
  expect(await page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true)
  expect((await composer(page).inputValue()).length).toBe(5234)
  expect((await lastOf())?.kind).toBe('system')
})

test('up in an empty composer edits the last message of one’s own', async () => {
  await ada.say(chatId, 'it hled')
  await bob.say(chatId, 'what?')
  const page = await house.enter(ada, `/chats/${chatId}`)
  await messageRow(page, 'what?').waitFor()
  await composer(page).press('ArrowUp')
  const edit = page.getByRole('textbox', { name: 'Edit the message' })
  await edit.fill('it held')
  await edit.press('Enter')
  await messageRow(page, 'it held').waitFor()
  await until(() => edit.count()).toBe(0)
})

test('up comes to the last message of one’s own from wherever one reads, and what is typed into it is kept', async () => {
  for (let number = 1; number <= 80; number++) await bob.say(chatId, `before ${number}`)
  await ada.say(chatId, 'it hled')
  for (let number = 1; number <= 40; number++) await bob.say(chatId, `after ${number}`)
  const page = await house.enter(ada, `/chats/${chatId}/2`)
  await messageRow(page, 'before 3').waitFor()
  await composer(page).press('ArrowUp')
  const edit = page.getByRole('textbox', { name: 'Edit the message' })
  await until(() => edit.evaluate((area) => area === document.activeElement)).toBe(true)
  const isInView = () =>
    edit.evaluate((area) => {
      const list = area.closest('[role="log"]')!.getBoundingClientRect()
      const { top, bottom } = area.getBoundingClientRect()
      return top > list.top && bottom < list.bottom
    })
  await until(isInView).toBe(true)

  // Whoever looks for something else meanwhile finds it as it was, after a reload too.
  await edit.fill('it held')
  await page.getByRole('log').hover()
  await page.mouse.wheel(0, 20_000)
  await messageRow(page, 'after 40').waitFor()
  await until(isInView).toBe(false)
  expect(await edit.inputValue()).toBe('it held')
  await page.reload()
  await messageRow(page, 'before 3').waitFor()
  await composer(page).press('ArrowUp')
  await until(() => edit.inputValue()).toBe('it held')
  await edit.press('Enter')
  await until(async () => (await ada.messages.list({ chatId, after: 81, limit: 1 })).messages[0]?.text).toBe('it held')
  await composer(page).press('ArrowUp')
  expect(await edit.inputValue()).toBe('it held')
  await edit.press('Escape')
  expect(await page.evaluate(() => localStorage.getItem('parley.drafts'))).toBe('{}')
})

test('up takes back what is not on its way yet, rather than what was said before it', async () => {
  await ada.say(chatId, 'said and done')
  const page = await house.enter(ada, `/chats/${chatId}`)
  await messageRow(page, 'said and done').waitFor()
  await page.context().setOffline(true)
  await composer(page).fill('said too soon')
  await composer(page).press('Enter')
  await messageRow(page, 'said too soon').getByText('waiting…').waitFor()
  // Not while it is being tried.
  const takeBack = async () => {
    await composer(page).press('ArrowUp')
    return composer(page).inputValue()
  }
  await until(takeBack).toBe('said too soon')
  expect(await messageRow(page, 'said too soon').count()).toBe(0)
  expect(await page.getByRole('textbox', { name: 'Edit the message' }).count()).toBe(0)
})

test('whoever signs out takes the drafts with him', async () => {
  const page = await house.enter(ada, `/chats/${chatId}`)
  await composer(page).fill('a secret begun')
  await until(() => page.evaluate(() => JSON.stringify(localStorage).includes('a secret begun'))).toBe(true)
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.getByRole('heading', { name: /Welcome/ }).waitFor()
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('a secret begun')
})
