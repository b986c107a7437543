import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Person, startTestApp, type TestApp } from '../server/testing.ts'
import { openBrowser } from './testing.ts'

let app: TestApp
let browser: Browser
let bob: Person
let faults: string[] = []
const pages: Page[] = []

beforeAll(async () => {
  ;[app, browser] = await Promise.all([startTestApp(), openBrowser()])
})
beforeEach(async () => {
  bob = await app.person('bob')
  faults = []
})
afterEach(async () => {
  await Promise.all(pages.splice(0).map((page) => page.context().close()))
  expect(faults).toEqual([])
})
afterAll(async () => {
  await browser.close()
  await app.stop()
})

async function open(options: BrowserContextOptions = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    serviceWorkers: 'block',
    ...options,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(8000)
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => message.text().includes('Content Security Policy') && faults.push(message.text()))
  pages.push(page)
  await page.goto(app.url)
  return page
}

async function signIn(person: Person, options?: BrowserContextOptions) {
  const page = await open(options)
  await page.getByLabel('Username or e-mail').fill(person.username)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Find people and chats' }).waitFor({ state: 'attached' })
  return page
}

async function adaAndBob() {
  const ada = await app.person('ada')
  const { chatId } = await ada.chats.openDirect({ userId: bob.id })
  return { ada, chatId }
}

async function signInAt(person: Person, chatId: string, options?: BrowserContextOptions) {
  const page = await signIn(person, options)
  await page.goto(`${app.url}/chats/${chatId}`)
  await composer(page).waitFor()
  return page
}

const composer = (page: Page) => page.getByRole('textbox', { name: /^Message / })
const rowOf = (page: Page, text: string) => page.getByRole('article').filter({ hasText: text }).last()
const chatLink = (page: Page, name: string | RegExp) =>
  page.getByRole('navigation', { name: 'Chats' }).getByRole('link', { name })

async function say(page: Page, text: string) {
  await composer(page).fill(text)
  await composer(page).press('Enter')
  await rowOf(page, text).waitFor()
}

async function act(page: Page, text: string, label: string | RegExp) {
  await rowOf(page, text).hover()
  await rowOf(page, text).getByRole('button', { name: label }).first().click()
}

test('ada registers, and is told beside the field what is wrong', async () => {
  const page = await open()
  await page.getByRole('button', { name: 'Create an account' }).click()
  await page.getByLabel('Username', { exact: true }).fill(bob.username.toUpperCase())
  await page.getByLabel('Password', { exact: true }).fill('short')
  await page.getByRole('button', { name: 'Create the account' }).click()
  await page.getByText('A password has 8 characters or more.').waitFor()
  await page.getByLabel('Password', { exact: true }).fill('long enough a password')
  await page.getByRole('button', { name: 'Create the account' }).click()
  await page.getByText('That username is taken.').waitFor()
  await page.getByLabel('Username', { exact: true }).fill(`ada${Date.now()}`)
  await page.getByRole('button', { name: 'Create the account' }).click()
  await page.getByText('You have no chats yet.').waitFor()
  expect(await page.title()).toBe('Parley')
})

test('somebody comes as a guest with one click, and keeps the name over a reload', async () => {
  const page = await open()
  await page.getByRole('button', { name: 'Come as a guest' }).click()
  await page.getByText('Guest', { exact: true }).waitFor()
  const name = await page
    .locator('aside')
    .getByText(/^\w+ \w+$/)
    .last()
    .textContent()
  await page.reload()
  await page
    .locator('aside')
    .getByText(name ?? '?')
    .waitFor()
  expect(name).toMatch(/^[A-Z]\w+ [A-Z]\w+$/)
})

test('ada finds bob by his name and opens a direct chat, which bob sees with her first word', async () => {
  const ada = await app.person('ada')
  const [adas, bobs] = [await signIn(ada), await signIn(bob)]
  await adas.keyboard.press('Control+k')
  await adas.getByRole('combobox', { name: 'Find people and chats' }).fill(bob.username)
  await adas.getByRole('option', { name: bob.username }).waitFor()
  await adas.keyboard.press('Enter')
  await say(adas, 'hello Bob')
  await chatLink(bobs, 'Ada').click()
  await rowOf(bobs, 'hello Bob').waitFor()
  expect(bobs.url()).toBe(adas.url())
})

test('ada makes a group of several people with a title', async () => {
  const [ada, eve] = [await app.person('ada'), await app.person('eve')]
  const page = await signIn(ada)
  await page.getByRole('button', { name: 'New chat' }).first().click()
  for (const person of [bob, eve]) {
    await page.getByRole('combobox').fill(person.username)
    await page.getByRole('option', { name: person.username }).click()
  }
  await page.getByLabel('Title of the group').fill('Engines')
  await page.getByRole('button', { name: 'Create the group' }).click()
  await page.getByText('3 members').first().waitFor()
  expect((await eve.chats.list())[0]).toMatchObject({ title: 'Engines', memberCount: 3 })
})

test('what ada edits, reacts to and deletes changes before the eyes of bob', async () => {
  const { ada, chatId } = await adaAndBob()
  const [adas, bobs] = [await signInAt(ada, chatId), await signInAt(bob, chatId)]
  await say(adas, 'the valve is in')
  await rowOf(bobs, 'the valve is in').waitFor()
  await act(adas, 'the valve is in', 'Edit')
  await adas.getByRole('textbox', { name: 'Edit the message' }).fill('the new valve is in')
  await adas.keyboard.press('Enter')
  await rowOf(bobs, 'the new valve is in').getByText('edited').waitFor()
  await act(bobs, 'the new valve is in', /React with/)
  await rowOf(adas, 'the new valve is in')
    .getByRole('button', { name: /from Bob/ })
    .waitFor()
  await act(adas, 'the new valve is in', 'Delete')
  await adas.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await bobs.getByText('This message was deleted.').waitFor()
  expect(await bobs.getByText('the new valve is in').count()).toBe(0)
})

test('what bob has not read is counted in the list and in the title, and begins at a line', async () => {
  const { ada, chatId } = await adaAndBob()
  await ada.say(chatId, 'one')
  await bob.chats.read({ chatId, number: 1 })
  const page = await signIn(bob)
  for (const text of ['two', 'three']) await ada.say(chatId, text)
  await chatLink(page, /2 unread/).waitFor()
  await expect.poll(() => page.title()).toBe('(2) Parley')
  await chatLink(page, 'Ada').click()
  await page.getByText('New', { exact: true }).waitFor()
  await expect.poll(() => page.title()).toBe('Ada · Parley')
  expect((await bob.chats.get({ chatId })).unread).toBe(0)
})

test('earlier messages come in above without moving what is read', async () => {
  const { ada, chatId } = await adaAndBob()
  for (let each = 1; each <= 160; each++) await ada.say(chatId, `message ${each}. ${'word '.repeat(each % 30)}`)
  await bob.chats.read({ chatId, number: 160 })
  const page = await signInAt(bob, chatId)
  await rowOf(page, 'message 160.').waitFor()
  const list = page.getByRole('log')
  const seen = new Set<number>()
  const apart: number[] = []
  await list.hover()
  for (let turn = 0; turn < 60 && !seen.has(1); turn++) {
    const before = await placesOf(page)
    await page.mouse.wheel(0, -240)
    await page.waitForTimeout(60)
    const after = await placesOf(page)
    const moves = [...after].flatMap(([number, top]) => (before.has(number) ? [top - (before.get(number) ?? 0)] : []))
    // Whatever was on the screen before and after has moved together, by what was scrolled.
    apart.push(Math.max(...moves) - Math.min(...moves))
    for (const number of after.keys()) seen.add(number)
  }
  expect(seen.has(1)).toBe(true)
  expect(Math.max(...apart)).toBeLessThan(3)
})

/** Where the messages on the screen stand, by number. */
async function placesOf(page: Page): Promise<Map<number, number>> {
  const found = await page.getByRole('article').evaluateAll((rows) =>
    rows.flatMap((row) => {
      const { top, bottom } = row.getBoundingClientRect()
      const number = Number(/message (\d+)\./.exec(row.textContent ?? '')?.[1])
      return number && bottom > 80 && top < 720 ? [[number, Math.round(top)] as const] : []
    }),
  )
  return new Map(found)
}

test('a reload in the middle of the history comes back to the chat, live', async () => {
  const { ada, chatId } = await adaAndBob()
  for (let each = 1; each <= 120; each++) await ada.say(chatId, `message ${each}.`)
  const page = await signInAt(bob, chatId)
  await page.goto(`${app.url}/chats/${chatId}/40`)
  await rowOf(page, 'message 40.').waitFor()
  await page.reload()
  await rowOf(page, 'message 40.').waitFor()
  await page.getByRole('button', { name: /new|latest/ }).click()
  await rowOf(page, 'message 120.').waitFor()
  await ada.say(chatId, 'still live')
  await rowOf(page, 'still live').waitFor()
})

test('what bob says offline waits, is told so, and arrives once and in order', { timeout: 40_000 }, async () => {
  const { ada, chatId } = await adaAndBob()
  const page = await signInAt(bob, chatId)
  await ada.say(chatId, 'before')
  await rowOf(page, 'before').waitFor()
  await ada.say(chatId, 'and live')
  await rowOf(page, 'and live').waitFor()
  await page.context().setOffline(true)
  for (const text of ['first', 'second', 'third']) await say(page, text)
  await page.getByText('waiting…').first().waitFor()
  await page.getByText('3 messages wait and will be sent.').waitFor({ timeout: 15_000 })
  await ada.say(chatId, 'from ada meanwhile')
  await page.context().setOffline(false)
  await rowOf(page, 'from ada meanwhile').waitFor({ timeout: 15_000 })
  const texts = async () => (await ada.messages.list({ chatId })).messages.map(({ text }) => text)
  await expect
    .poll(texts, { timeout: 15_000 })
    .toEqual(['before', 'and live', 'from ada meanwhile', 'first', 'second', 'third'])
  await expect.poll(() => page.getByText('waiting…').count(), { timeout: 15_000 }).toBe(0)
})

test('HTML, signs that show nothing, emoji and other scripts are shown as they were typed', async () => {
  const { ada, chatId } = await adaAndBob()
  const texts = [
    '<img src=x onerror=alert(1)><b>bold</b>',
    'a\u200Bb',
    '🎉🎉',
    'مرحبا بالعالم',
    '  two  blanks\nand a line',
    'x'.repeat(900),
  ]
  const page = await signInAt(bob, chatId)
  page.on('dialog', () => faults.push('a script ran'))
  for (const text of texts) await ada.say(chatId, text)
  await rowOf(page, 'x'.repeat(900)).waitFor()
  const shown = await page.getByRole('article').evaluateAll((rows) => rows.map((row) => row.textContent))
  for (const text of texts) expect(shown.filter((one) => one?.includes(text))).toHaveLength(1)
  expect(await page.getByRole('log').locator('img[src=x], b').count()).toBe(0)
  const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
  expect(isWide).toBe(false)
  await composer(page).fill('\u200B \u2060')
  await composer(page).press('Enter')
  expect(await page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true)
})

test('Enter sends, Shift and Enter break the line, and an input method keeps its Enter', async () => {
  const { ada, chatId } = await adaAndBob()
  const page = await signInAt(bob, chatId)
  await composer(page).focus()
  await page.keyboard.type('one')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('two')
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 })
  await devtools.send('Input.dispatchKeyEvent', {
    type: 'rawKeyDown',
    windowsVirtualKeyCode: 229,
    key: 'Enter',
    code: 'Enter',
  })
  expect((await ada.messages.list({ chatId })).messages).toEqual([])
  await devtools.send('Input.insertText', { text: '日本' })
  await page.keyboard.press('Enter')
  await rowOf(page, '日本').waitFor()
  await expect
    .poll(async () => (await ada.messages.list({ chatId })).messages.map(({ text }) => text))
    .toEqual(['one\ntwo日本'])
  expect(await composer(page).inputValue()).toBe('')
  expect(await composer(page).evaluate((field) => field === document.activeElement)).toBe(true)
})

test('every place has an address, and the back button goes where one came from', async () => {
  const { ada, chatId } = await adaAndBob()
  await ada.say(chatId, 'hello')
  const page = await signIn(bob)
  await chatLink(page, 'Ada').click()
  await page.waitForURL(`**/chats/${chatId}`)
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.waitForURL('**/settings')
  await page.goBack()
  await rowOf(page, 'hello').waitFor()
  await page.goBack()
  await page.waitForURL(`${app.url}/`)
  await page.goto(`${app.url}/chats/01900000-0000-7000-8000-000000000000`)
  await page.getByText('This chat is not here.').waitFor()
})

test('a phone shows one pane, and nothing beyond its edge', async () => {
  const { ada, chatId } = await adaAndBob()
  await ada.say(chatId, `hello ${'a-very-long-word'.repeat(12)}`)
  const page = await signIn(bob, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    colorScheme: 'dark',
  })
  await chatLink(page, 'Ada').click()
  await rowOf(page, 'hello').waitFor()
  expect(await page.getByRole('button', { name: 'Find people and chats' }).isVisible()).toBe(false)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  await page.getByRole('link', { name: 'Back' }).click()
  await page.getByRole('button', { name: 'Find people and chats' }).waitFor()
})

test('a message that cannot get through waits, and is sent by itself', async () => {
  const { ada, chatId } = await adaAndBob()
  const page = await signInAt(bob, chatId)
  await page.route('**/trpc/messages.send*', (route) => route.abort())
  await say(page, 'held up')
  await page.getByText('waiting…').waitFor()
  await page.unroute('**/trpc/messages.send*')
  await expect
    .poll(async () => (await ada.messages.list({ chatId })).messages.map(({ text }) => text), { timeout: 15_000 })
    .toEqual(['held up'])
})
