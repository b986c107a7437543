import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { apiAt, type Person } from '../../server/testing.ts'
import { type Postman, startPostman } from '../testing-mail.ts'
import { composer, type House, messageRow, openHouse } from '../testing-pages.ts'

let house: House
let postman: Postman
let ada: Person
let bob: Person

beforeAll(async () => {
  postman = await startPostman()
  house = await openHouse(postman.environment)
})
beforeEach(async () => {
  ;[ada, bob] = await Promise.all([house.app.person('ada'), house.app.person('bob')])
})
afterEach(async () => {
  await house.leave()
})
afterAll(async () => {
  await house.stop()
  await postman.stop()
})

const directOf = async () => (await ada.chats.openDirect({ userId: bob.id })).chatId

test('ada uploads a picture and bob sees it', async () => {
  const chatId = await directOf()
  await ada.say(chatId, 'hello')
  const bobs = await house.enter(bob, `/chats/${chatId}`)
  await messageRow(bobs, 'hello').waitFor()
  expect(await bobs.locator('img').count()).toBe(0)
  const adas = await house.enter(ada, '/settings')
  const buffer = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#285' } })
    .jpeg()
    .toBuffer()
  await adas.getByLabel('Picture', { exact: true }).setInputFiles({ name: 'ada.jpg', mimeType: 'image/jpeg', buffer })
  await adas.getByRole('button', { name: 'Remove it' }).waitFor()
  const shown = messageRow(bobs, 'hello').locator('img')
  await shown.waitFor()
  const size = await shown.evaluate(async (image: HTMLImageElement) => {
    await image.decode()
    return [image.naturalWidth, image.naturalHeight]
  })
  expect(size).toEqual([256, 256])
})

test('ending another session throws that browser out', async () => {
  const { username, password } = ada
  const { token = '' } = await apiAt(house.app.url).auth.login({ username, password, as: 'token' })
  const [here, there] = await Promise.all([house.enter(ada, '/settings'), house.enter({ token })])
  await there.getByText('Nobody has said anything yet.').waitFor()
  await here.getByText('This session', { exact: true }).waitFor()
  await here.getByRole('button', { name: /^End the session of/ }).click()
  await there.getByText('Your session was ended. Sign in to go on.').waitFor()
  await here.getByRole('button', { name: /^End the session of/ }).waitFor({ state: 'detached' })
  expect((await ada.auth.me())?.user.id).toBe(ada.id)
})

test('an admin disables a user, who is thrown out at once', async () => {
  const bobs = await house.enter(bob)
  const admins = await house.enter(house.operator, '/admin')
  await admins.getByRole('searchbox', { name: 'Find people' }).fill(bob.username)
  const row = admins.getByRole('listitem').filter({ hasText: `@${bob.username}` })
  await row.getByRole('button', { name: 'Disable' }).click()
  await admins.getByRole('dialog').getByRole('button', { name: 'Disable' }).click()
  await row.getByText('Disabled').waitFor()
  await bobs.getByText('Your session was ended. Sign in to go on.').waitFor()
  await bobs.getByLabel('Username or e-mail').fill(bob.username)
  await bobs.getByLabel('Password', { exact: true }).fill(bob.password)
  await bobs.keyboard.press('Enter')
  expect(await bobs.getByRole('alert').first().textContent()).toBe('The username or the password is wrong.')
  await admins.getByRole('tab', { name: 'What admins did' }).click()
  await admins.getByText('Operator disabled Bob.').first().waitFor()
  await admins.keyboard.press('Home')
  await admins.keyboard.press('Enter')
  await admins.getByRole('searchbox', { name: 'Find people' }).fill(bob.username)
  await row.getByRole('button', { name: 'Enable' }).click()
  await row.getByRole('button', { name: 'Disable' }).waitFor()
  await bobs.getByRole('button', { name: 'Sign in' }).click()
  await bobs.getByText('Nobody has said anything yet.').waitFor()
})

test('a link from a mail confirms an address, and another one sets a new password', async () => {
  const address = `${ada.username}@example.test`
  const adas = await house.enter(ada, '/settings')
  const form = adas.getByRole('form', { name: 'E-mail address' })
  await form.getByLabel('E-mail address').fill(address)
  await form.getByLabel('Your password').fill(ada.password)
  await form.getByRole('button', { name: 'Save the address' }).click()
  await form.getByText(`A link went to ${address}.`).waitFor()

  const other = await house.visit(await postman.linkTo(address, 'verify'))
  await other.getByText('Your address is confirmed.').waitFor()
  await other.getByRole('button', { name: 'Go on' }).click()
  await other.getByRole('button', { name: 'You forgot your password?' }).click()
  await other.getByLabel('Your confirmed e-mail address').fill(address)
  await other.getByRole('button', { name: 'Send me a link' }).click()
  await other.getByText('a link is on its way').waitFor()

  const link = await postman.linkTo(address, 'reset')
  const third = await house.visit(link)
  await third.getByRole('textbox', { name: 'New password' }).fill('short')
  await third.keyboard.press('Enter')
  await third.getByText('A password has 8 characters or more.').waitFor()
  await third.getByRole('textbox', { name: 'New password' }).fill('a new long password')
  await third.keyboard.press('Enter')
  await adas.getByText('Your session was ended. Sign in to go on.').waitFor()
  await third.getByLabel('Username or e-mail').fill(address)
  await third.getByLabel('Password', { exact: true }).fill('a new long password')
  await third.keyboard.press('Enter')
  await third.getByText('Nobody has said anything yet.').waitFor()
  expect(new URL(third.url()).pathname).toBe('/')

  const late = await house.visit(link)
  await late.getByRole('textbox', { name: 'New password' }).fill('another long password')
  await late.keyboard.press('Enter')
  await late.getByRole('alert').waitFor()
})

test('bob deletes his account, and ada keeps his words without his name', async () => {
  const chatId = await directOf()
  await bob.say(chatId, 'remember this')
  const adas = await house.enter(ada, `/chats/${chatId}`)
  await messageRow(adas, 'remember this').getByText('Bob').waitFor()
  const bobs = await house.enter(bob, '/settings')
  await bobs.getByRole('button', { name: 'Delete the account' }).click()
  const dialog = bobs.getByRole('dialog')
  await dialog.getByLabel('Your password').fill('not his password')
  await bobs.keyboard.press('Enter')
  await dialog.getByText(/wrong/).first().waitFor()
  await dialog.getByLabel('Your password').fill(bob.password)
  await dialog.getByRole('button', { name: 'Delete the account' }).click()
  await bobs.getByText('Welcome to Parley').waitFor()
  await messageRow(adas, 'remember this').getByText('Deleted user').waitFor()
  await adas.getByRole('heading', { name: 'Deleted user' }).waitFor()
  await composer(adas).waitFor()
  expect(await adas.locator('body').innerText()).not.toMatch(/bob/i)
})
