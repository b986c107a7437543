import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { chatLink, type House, openHouse } from './testing-pages.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterEach(() => house.leave())
afterAll(() => house.stop())

test('somebody signs out, is told of a wrong password, and signs in again, whatever the case of his name', async () => {
  const ada = await house.app.person('ada')
  const page = await house.enter(ada, '/settings')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('Username or e-mail').fill(ada.username.toUpperCase())
  await page.getByLabel('Password', { exact: true }).fill('not her password')
  await page.keyboard.press('Enter')
  expect(await page.getByRole('alert').textContent()).toBe('The username or the password is wrong.')
  await page.getByLabel('Password', { exact: true }).fill(ada.password)
  await page.keyboard.press('Enter')
  await page.getByText(`@${ada.username}`).waitFor()
  expect(new URL(page.url()).pathname).toBe('/')
})

test('the field with a fault says what it is, and has the focus', async () => {
  const bob = await house.app.person('bob')
  const page = await house.visit()
  await page.getByRole('button', { name: 'Create an account' }).click()
  await page.getByLabel('Password', { exact: true }).fill('long enough, this one')
  await page.getByLabel('Username').fill(bob.username)
  await page.getByRole('button', { name: 'Create the account' }).click()
  await page.getByText('That username is taken.').waitFor()
  const field = page.getByLabel('Username')
  expect(await field.evaluate((one) => one === document.activeElement)).toBe(true)
  expect(await field.getAttribute('aria-invalid')).toBe('true')
})

test('a guest keeps his account and his chats', async () => {
  const bob = await house.app.person('bob')
  const page = await house.visit()
  await page.getByRole('button', { name: 'Come as a guest' }).click()
  await page.getByText('You have no chats yet').waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill(bob.username)
  await page.getByRole('option', { name: bob.username }).click()
  await page.getByRole('heading', { name: 'Bob' }).waitFor()
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByLabel('Username').fill('kept.guest')
  await page.getByLabel('Password', { exact: true }).fill('a long password')
  await page.getByRole('button', { name: 'Keep the account' }).click()
  await page.getByText('@kept.guest').waitFor()
  await chatLink(page, 'Bob').waitFor()
  expect(await page.getByRole('heading', { name: 'Keep this account' }).count()).toBe(0)
})

test('a session that is ended elsewhere signs its screen out, with a word about it', async () => {
  const ada = await house.app.person('ada')
  const laptop = await house.enter(ada, '/settings')
  await laptop.getByRole('heading', { name: 'Sessions' }).waitFor()
  const { token = '' } = await ada.api.auth.login({ username: ada.username, password: ada.password, as: 'token' })
  const desktop = await house.enter({ token }, '/settings')
  await desktop.getByRole('button', { name: /^End the session of/ }).click()
  await laptop.getByText('Your session was ended. Sign in to go on.').waitFor()
  await desktop.getByRole('button', { name: /^End the session of/ }).waitFor({ state: 'detached' })
  expect(await ada.api.auth.me().catch(() => null)).toBeNull()
})

test('a new name is seen by others at once', async () => {
  const [ada, bob] = [await house.app.person('ada'), await house.app.person('bob')]
  const { chatId } = await ada.chats.openDirect({ userId: bob.id })
  await ada.say(chatId, 'hello')
  const bobs = await house.enter(bob, `/chats/${chatId}`)
  await bobs.getByRole('heading', { name: 'Ada', exact: true }).waitFor()
  const adas = await house.enter(ada, '/settings')
  await adas.getByLabel('Name', { exact: true }).fill('Countess Ada')
  await adas.getByRole('button', { name: 'Change the name' }).click()
  await bobs.getByRole('heading', { name: 'Countess Ada' }).waitFor()
  expect(await bobs.title()).toBe('Countess Ada · Parley')
})

test('whoever comes by a link to a chat signs in, and is there', async () => {
  const ada = await house.app.person('ada')
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [] })
  const page = await house.visit(`/chats/${chatId}`)
  await page.getByLabel('Username or e-mail').fill(ada.username)
  await page.getByLabel('Password', { exact: true }).fill(ada.password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Engines' }).waitFor()
  expect(new URL(page.url()).pathname).toBe(`/chats/${chatId}`)
})
