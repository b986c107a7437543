import type { Page } from 'playwright-core'
import { v7 as uuid } from 'uuid'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Person } from '../server/testing.ts'
import { type House, chatLink, messageRow, openHouse } from './testing-pages.ts'
import { trickyTexts } from './testing-texts.ts'

let house: House
let ada: Person
let bob: Person
let chatId: string

beforeAll(async () => {
  house = await openHouse()
})
beforeEach(async () => {
  ;[ada, bob] = (await Promise.all(['ada', 'bob'].map((name) => house.app.person(name)))) as [Person, Person]
  chatId = (await ada.chats.openDirect({ userId: bob.id })).chatId
})
afterEach(async () => {
  await house.leave()
})
afterAll(() => house.stop())

const until = (isTrue: () => Promise<unknown>) => expect.poll(isTrue, { timeout: 10_000, interval: 50 })
const say = (text: string) => bob.messages.send({ id: uuid(), chatId, text })
const typed = (page: Page, text: string) => messageRow(page, text)

test('a text is shown as it was meant: bold, italic, struck, code, quotes, lists', async () => {
  await say('**bold** _italic_ ~~gone~~ `c*d*`\n> said before\nanswer\n1. one\n2. two\n   - deep')
  const page = await house.enter(ada, `/chats/${chatId}`)
  const row = typed(page, 'said before')
  await row.locator('strong').waitFor()
  expect(await row.locator('strong, em, s, code, blockquote, ol > li, ul > li').allInnerTexts()).toEqual([
    'bold',
    'italic',
    'gone',
    'c*d*',
    'said before',
    'one',
    'two\ndeep',
    'deep',
  ])
})

test('none of 50 known tricks becomes anything but text', async () => {
  for (const text of trickyTexts) await say(text)
  const page = await house.enter(ada, `/chats/${chatId}`, { viewport: { width: 1280, height: 5000 } })
  const rows = page.getByRole('article')
  await until(() => rows.count()).toBe(trickyTexts.length)
  await page.getByRole('region', { name: 'Code, html' }).locator('.hljs-tag').first().waitFor()
  const built = await rows.locator('*').evaluateAll((elements) =>
    elements.map((element) => ({
      name: element.localName,
      attributes: element.getAttributeNames(),
      address: element.getAttribute('href') ?? element.getAttribute('src'),
      link: element instanceof HTMLAnchorElement ? `${element.rel} ${element.target}` : null,
    })),
  )
  const allowed =
    'div span p time a bdi strong em s code pre blockquote ul ol li button svg path rect circle line'.split(' ')
  expect(built.map(({ name }) => name).filter((name) => !allowed.includes(name))).toEqual([])
  expect(built.flatMap(({ attributes }) => attributes).filter((name) => /^on|^src|action|xlink/.test(name))).toEqual([])
  expect(built.filter(({ address }) => address !== null && !/^(https?:\/\/|mailto:)/.test(address))).toEqual([])
  const links = built.flatMap(({ link }) => link ?? [])
  expect(new Set(links)).toEqual(new Set(['noopener noreferrer nofollow _blank']))
  const shown = (await rows.allInnerTexts()).join('\n')
  expect(shown.match(/tricked=1/g)?.length).toBeGreaterThanOrEqual(45)
  expect(await page.evaluate(() => 'tricked' in globalThis)).toBe(false)
})

test('a link says whereto it leads when its words say something else', async () => {
  await say(
    '[my bank](https://evil.example/x) https://google.com@evil.example/y https://\u0430pple.com/z https://example.org/w',
  )
  const page = await house.enter(ada, `/chats/${chatId}`)
  const row = typed(page, 'my bank')
  await row.getByRole('link', { name: 'my bank' }).waitFor()
  expect((await row.innerText()).match(/\(.*?\)/g)).toEqual(['(evil.example)', '(evil.example)', '(xn--pple-43d.com)'])
})

test('hidden words are hidden from eye, ear and keyboard until somebody wants them', async () => {
  await say('It was ||the https://example.org/butler|| who did it')
  const page = await house.enter(ada, `/chats/${chatId}`)
  const spoiler = page.getByRole('button', { name: 'Hidden words. Show them' })
  await spoiler.waitFor()
  expect(await page.getByRole('link', { name: /butler/ }).count()).toBe(0)
  expect(await chatLink(page, 'Bob').innerText()).toContain('It was ▒▒▒▒ who did it')
  await spoiler.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: /butler/ }).waitFor()
  expect(await spoiler.count()).toBe(0)
})

test('code is coloured without moving anything, and is copied to the letter', async () => {
  const code = 'export const answer = "42" // `so` **be** it\n\tif (a && b) {}'
  await say(`\`\`\`ts\n${code}\n\`\`\``)
  const page = await house.enter(ada, `/chats/${chatId}`, { permissions: ['clipboard-read', 'clipboard-write'] })
  const block = page.getByRole('region', { name: 'Code, ts' })
  const before = await block.boundingBox()
  await block.locator('.hljs-keyword').first().waitFor()
  expect(await block.boundingBox()).toEqual(before)
  expect(await block.innerText()).toBe(code)
  await block.hover()
  await page.getByRole('button', { name: 'Copy the code' }).click()
  await page.getByText('Copied', { exact: true }).waitFor({ state: 'attached' })
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(code)
})

test('long words and long code never make the page wider, on a screen or a phone', async () => {
  const long = 'x'.repeat(600)
  await say(`${long}\n\`${long}\`\n> ${long}\n- ${long}\n\`\`\`\n${long}\n\`\`\`\nhttps://example.org/${long}`)
  for (const width of [1280, 390]) {
    const page = await house.enter(ada, `/chats/${chatId}`, { viewport: { width, height: 800 } })
    await page.getByRole('region', { name: 'Code' }).waitFor()
    const isWider = (name: string) =>
      page
        .locator(name)
        .first()
        .evaluate((element) => element.scrollWidth > element.clientWidth)
    expect(await isWider('html')).toBe(false)
    expect(await isWider('[role="log"]')).toBe(false)
  }
})

test('what is written from right to left stands at the right, bullets and bars with it', async () => {
  await say('שלום **עולם**\n- אחת\n> ציטוט\nand back *again*')
  const page = await house.enter(ada, `/chats/${chatId}`)
  const row = typed(page, 'again')
  await row.locator('li').waitFor()
  const directions = (name: string) =>
    row.locator(name).evaluateAll((all) => all.map((one) => getComputedStyle(one).direction))
  expect(await directions('ul, blockquote')).toEqual(['rtl', 'rtl'])
  expect(await directions('div[dir="auto"]')).toEqual(['rtl', 'ltr'])
})

test('a few emoji alone are large', async () => {
  await say('🎉 🎉')
  await say('small 🎉')
  const page = await house.enter(ada, `/chats/${chatId}`)
  const sizeOf = (text: string) =>
    messageRow(page, text)
      .getByText(text, { exact: true })
      .evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize))
  await until(() => sizeOf('small 🎉')).toBeLessThan(18)
  expect(await sizeOf('🎉 🎉')).toBeGreaterThan(28)
})

test('a chat is never seen with the signs of its marks, neither first nor after a reload', async () => {
  await say('it is **bold** and `code`')
  const page = await house.enter(ada)
  await page.addInitScript(() => {
    const seen = new Set<string>()
    Object.assign(globalThis, { seen })
    new MutationObserver(() => {
      for (const row of document.querySelectorAll('[role="article"]')) seen.add(row.textContent ?? '')
    }).observe(document, { childList: true, subtree: true, characterData: true })
  })
  for (let visit = 0; visit < 2; visit++) {
    await page.goto(`${house.app.url}/chats/${chatId}`)
    await typed(page, 'it is bold').locator('code').waitFor()
    const seen = await page.evaluate(() => [...(globalThis as unknown as { seen: Set<string> }).seen])
    expect(seen.filter((text) => text.includes('bold')).length).toBeGreaterThan(0)
    expect(seen.filter((text) => text.includes('**'))).toEqual([])
  }
})
