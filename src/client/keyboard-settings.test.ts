import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Person } from '../server/testing.ts'
import { handsOn, patiently } from './testing-keys.ts'
import { type Postman, startPostman } from './testing-mail.ts'
import { type House, openHouse, toast } from './testing-pages.ts'
import { allowNotifications, subscribeWithoutService } from './testing-push.ts'

let postman: Postman
let house: House
let ada: Person

beforeAll(async () => {
  postman = await startPostman()
  house = await openHouse({ ...postman.environment, PUSH_TO_PRIVATE_HOSTS: 'yes' })
})
beforeEach(async () => {
  ada = await house.app.person('ada')
})
afterEach(() => house.leave())
afterAll(async () => {
  await house.stop()
  await postman.stop()
})

async function enterSettings(prepare?: (page: Page) => Promise<unknown>) {
  const page = await house.enter(ada, '/settings', { serviceWorkers: 'allow' })
  await prepare?.(page)
  await page.getByRole('heading', { name: 'Sessions' }).waitFor()
  return { page, ...(await handsOn(page)) }
}

const dataOf = (page: Page, name: string) =>
  expect.poll(() => page.evaluate((asked) => document.documentElement.dataset[asked], name), patiently)

test('a picture, a new password and an address for mail are set without a pointer', async () => {
  const { page, press, step, goTo, type, expectNoPointer } = await enterSettings()
  // The browser must have heard of it before the key comes.
  const chooser = page.waitForEvent('filechooser', { timeout: 25_000 })
  await goTo(/^button Choose a picture/)
  await press('Enter')
  const buffer = await sharp({ create: { width: 90, height: 60, channels: 3, background: '#285' } })
    .png()
    .toBuffer()
  await (await chooser).setFiles({ name: 'ada.png', mimeType: 'image/png', buffer })
  await step([], /^button Change the picture/)
  await step(['Tab'], /^button Remove it/)
  await step(['Enter'], /^button Choose a picture/)
  expect((await ada.auth.me())?.user.avatar).toBeNull()

  await goTo(/^input Old password/)
  await type('not her password')
  await goTo(/^input New password/)
  await type('a new long password')
  await step(['Enter'], /^input Old password/)
  await page.getByText('The password is wrong.').waitFor()
  await press('Control+a')
  await type(ada.password)
  await goTo(/^input New password/)
  await step(['Enter'], /^input New password/)
  await toast(page, 'Your password is changed.').waitFor()
  await step([], /^input New password/)

  const address = `${ada.username}@example.test`
  await goTo(/^input E-mail address/)
  await type(address)
  await goTo(/^input Your password/)
  await type('a new long password')
  await goTo(/^button Save the address/)
  await step(['Enter'], /^button Save the address/)
  await page.getByText(`A link went to ${address}.`).waitFor()
  await expectNoPointer()
})

test('a link from a mail is followed, and a forgotten password is replaced, without a pointer', async () => {
  const address = `${ada.username}@example.test`
  await ada.account.setEmail({ email: address, password: ada.password })
  const page = await house.visit(await postman.linkTo(address, 'verify'))
  const { press, step, goTo, type, expectNoPointer } = await handsOn(page)
  await page.getByText('Your address is confirmed.').waitFor()
  await goTo(/^button Go on/)
  await step(['Enter'], /^input Username or e-mail/)
  await goTo(/^button You forgot your password/)
  await step(['Enter'], /^input Your confirmed e-mail address/)
  await step(['Shift+Tab', 'Tab'], /^input Your confirmed e-mail address/)
  await goTo(/^button Back to signing in/)
  await step(['Enter'], /^input Username or e-mail/)
  await goTo(/^button You forgot your password/)
  await step(['Enter'], /^input Your confirmed e-mail address/)
  await type('no address')
  await step(['Enter'], /^input Your confirmed e-mail address/)
  await press('Control+a')
  await type(address)
  await step(['Enter'], /^button Back to signing in/)
  await page.getByText('a link is on its way').waitFor()

  const other = await house.visit(await postman.linkTo(address, 'reset'))
  const hands = await handsOn(other)
  await hands.step([], /^input New password/)
  await hands.type('a new long password')
  await hands.step(['Enter'], /^input Username or e-mail/)
  await hands.type(address)
  await hands.step(['Tab'], /^input Password/)
  await hands.type('a new long password')
  await hands.press('Enter')
  await other.getByRole('navigation', { name: 'Chats' }).waitFor()
  await hands.step([], /^main /)
  await hands.expectNoPointer()
  await expectNoPointer()
})

test('how the screen looks, and in which language, is chosen without a pointer', async () => {
  const { page, step, goTo, expectNoPointer } = await enterSettings()
  await goTo(/^input Same as the browser/)
  await step(['ArrowRight', 'ArrowRight'], /^input Deutsch/)
  await page.getByRole('heading', { name: 'Einstellungen', level: 1 }).waitFor()
  await step(['ArrowLeft'], /^input English/)
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()
  await goTo(/^(switch|input) High contrast/)
  await step(['Space'], /^(switch|input) High contrast/)
  await dataOf(page, 'contrast').toBe('high')
  await step(['Space'], /^(switch|input) High contrast/)
  await dataOf(page, 'contrast').toBe('usual')
  await goTo(/^input Comfortable/)
  await step(['ArrowRight'], /^input Compact/)
  await dataOf(page, 'density').toBe('compact')
  await goTo(/^input Normal/)
  await step(['ArrowLeft'], /^input Small/)
  await dataOf(page, 'size').toBe('small')
  await step(['ArrowLeft'], /^input Larger/)
  await dataOf(page, 'size').toBe('larger')
  await goTo(/^input Compact/, 'Shift+Tab')
  await step(['ArrowLeft'], /^input Comfortable/)
  await dataOf(page, 'density').toBe('comfortable')
  await expectNoPointer()
})

test('notifications of the browser are turned on and off without a pointer', async () => {
  const { page, step, goTo, expectNoPointer } = await enterSettings(async (page) => {
    await page.addInitScript(allowNotifications)
    await page.reload()
  })
  await goTo(/^button Turn on notifications/)
  await step(['Enter'], /^button Turn on notifications/)
  await toast(page, 'The push service of this browser cannot be reached.').waitFor()
  await page.evaluate(subscribeWithoutService, 'https://localhost:1/ada')
  await step(['Enter'], /^button Send a test/)
  await step(['Enter'], /^button Send a test/)
  await toast(page, 'The push service did not take the note.').waitFor()
  await step(['Tab'], /^button Turn off/)
  await step(['Enter'], /^button Turn on notifications/)
  await expectNoPointer()
})

test('an account is deleted without a pointer', async () => {
  const { page, press, step, goTo, type, expectNoPointer } = await enterSettings()
  await goTo(/^button Delete the account/)
  await step(['Enter'], /^button Close/)
  await step(['Escape'], /^button Delete the account/)
  await step(['Enter'], /^button Close/)
  await goTo(/^(switch|input) Take my words with me/)
  await step(['Space'], /^(switch|input) Take my words with me/)
  await page.getByRole('switch', { name: 'Take my words with me', checked: true }).waitFor()
  await goTo(/^input Your password/)
  await type('not her password')
  await step(['Enter'], /^input Your password/)
  await page.getByRole('dialog').getByText(/wrong/).first().waitFor()
  await press('Control+a')
  await type(ada.password)
  await goTo(/^button Delete the account/)
  await expectNoPointer()
  await press('Enter')
  await page.getByRole('heading', { name: /^Welcome to/ }).waitFor()
  await step([], /^input Username or e-mail/)
})
