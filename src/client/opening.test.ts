import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { chatLink, type House, messageRow, openHouse } from './testing-pages.ts'

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

test('the messages of the first page of all are asked for once, and before the app is ready', async () => {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  await ada.say(chatId, 'hello there')
  const page = await house.visit()
  await page.context().addCookies([{ name: 'parley', value: bob.token, url: house.app.url }])
  const asked: string[] = []
  page.on('request', (request) => {
    const [, calls] = /\/trpc\/([\w.,]+)\?/.exec(request.url()) ?? []
    asked.push(...(calls?.split(',') ?? []))
  })
  await page.goto(`${house.app.url}/chats/${chatId}`)
  await messageRow(page, 'hello there').waitFor()
  expect(asked.filter((call) => call === 'messages.list')).toHaveLength(1)
  expect(asked.indexOf('messages.list')).toBeLessThan(asked.indexOf('account.offers'))
})

test('who comes with a session that has ended signs in, and finds what is his', async () => {
  const { chatId } = await ada.groups.create({ title: 'Of ada alone', userIds: [] })
  await bob.groups.create({ title: 'Of bob alone', userIds: [] })
  const page = await house.visit()
  await page.context().addCookies([{ name: 'parley', value: ada.token, url: house.app.url }])
  await ada.api.auth.logout({})
  await page.goto(`${house.app.url}/chats/${chatId}`)
  await page.getByLabel('Username or e-mail').fill(bob.username)
  await page.getByLabel('Password', { exact: true }).fill(bob.password)
  await page.keyboard.press('Enter')
  await chatLink(page, 'Of bob alone').waitFor()
  expect(await chatLink(page, 'Of ada alone').count()).toBe(0)
  await page.getByText('This chat is not here.').waitFor()
})
