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

async function talk(count: number) {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  for (let number = 1; number <= count; number++) await (number % 3 === 0 ? bob : ada).say(chatId, `number ${number} `)
  for (const reader of [ada, bob]) await reader.chats.read({ chatId, number: count + 1 })
  return chatId
}

test('keys that come before what they are meant for is loaded are not lost', async () => {
  const chatId = await talk(3)
  const page = await house.enter(ada, '/')
  let load = () => undefined as void
  const loaded = new Promise<void>((resolve) => (load = resolve))
  await page.route('**/MessageActions-*.js', async (route) => {
    await loaded
    await route.continue()
  })
  await page.reload()
  await page.getByRole('link', { name: /Engines/ }).click()
  await messageRow(page, 'number 3').waitFor()
  expect(new URL(page.url()).pathname).toBe(`/chats/${chatId}`)
  await composer(page).focus()
  for (const key of ['Shift+Tab', 'ArrowUp', 'Tab', 'Enter']) await page.keyboard.press(key)
  load()
  await messageRow(page, 'number 2').getByRole('button', { name: '👍 from you' }).waitFor()
})
