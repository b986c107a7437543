import type { Page } from 'playwright-core'
import { v7 as uuid } from 'uuid'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openLetterBox } from '../../server/testing-letters.ts'
import { apiAt, type Person } from '../../server/testing.ts'
import { type House, chatLink, messageRow, openHouse } from '../testing-pages.ts'
import { allowNotifications, subscribeWithoutService } from '../testing-push.ts'

let box: Awaited<ReturnType<typeof openLetterBox>>
let house: House
let ada: Person
let bob: Person

beforeAll(async () => {
  box = await openLetterBox()
  house = await openHouse({ ...box.environment, PUSH_TO_PRIVATE_HOSTS: 'yes' })
})
beforeEach(async () => {
  ;[ada, bob] = [await house.app.person('ada'), await house.app.person('bob')]
})
afterEach(async () => {
  await house.leave()
})
afterAll(async () => {
  await house.stop()
  await box.stop()
})

const until = (isTrue: () => Promise<unknown>) => expect.poll(isTrue, { timeout: 10_000, interval: 50 })
const german = { locale: 'de-DE' }
const choose = (page: Page, language: string) => page.getByText(language, { exact: true }).click()

/** Bob said something in a group and to ada alone, answered and was answered. */
async function talk() {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  const { chatId: direct } = await ada.chats.openDirect({ userId: bob.id })
  const { id: replyTo } = await bob.say(chatId, 'it held')
  await ada.messages.send({ id: uuid(), chatId, text: 'all of it?', replyTo })
  await bob.say(direct, 'between us')
  return { chatId, direct }
}

test('who is gone is called so in German wherever he was, and in English after a switch', async () => {
  const { chatId, direct } = await talk()
  const page = await house.enter(ada, `/chats/${chatId}`, german)
  await messageRow(page, 'all of it?').getByText('Bob').waitFor()
  await bob.auth.deleteAccount({ password: bob.password })
  await messageRow(page, 'it held').getByText('Gelöschte Person').first().waitFor()
  await messageRow(page, 'all of it?').getByText('Gelöschte Person').waitFor()
  await page.getByText('Gelöschte Person hat die Gruppe verlassen.').first().waitFor()
  await chatLink(page, /^Gelöschte Person/).click()
  await page.getByRole('heading', { level: 1, name: 'Gelöschte Person' }).waitFor()
  const seen = async () => await page.locator('body').innerText()
  expect(await seen()).not.toMatch(/Deleted|Bob/)

  // Read anew, in part from what the browser kept.
  for (const path of [`/chats/${chatId}`, `/chats/${direct}`]) {
    await page.goto(`${house.app.url}${path}`)
    await chatLink(page, /^Gelöschte Person/).waitFor()
    await page.getByRole('article').first().waitFor()
    await page.getByText('Gelöschte Person hat').first().waitFor()
    expect(await seen()).not.toMatch(/Deleted|Bob/)
  }
  await page.goto(`${house.app.url}/settings`)
  await choose(page, 'English')
  await chatLink(page, /^Deleted user/).click()
  await page.getByRole('heading', { level: 1, name: 'Deleted user' }).waitFor()
  await page.getByText('Deleted user left.').first().waitFor()
  expect(await seen()).not.toContain('Gelöschte')
})

test('a guest who comes in German has a German name', async () => {
  const page = await house.visit('/', german)
  await page.getByRole('button', { name: 'Als Gast eintreten' }).click()
  await page.locator('aside').first().waitFor()
  await until(() => page.locator('aside').first().innerText()).toMatch(/\p{Lu}\p{Ll}+er \p{Lu}\p{Ll}+/u)
})

test('the mail for a forgotten password speaks as the page on which it was asked for', async () => {
  const address = `${ada.username}@example.test`
  await ada.account.setEmail({ email: address, password: ada.password })
  const [, code = ''] = /#([\w-]{32})/.exec((await box.letterTo(address)).text) ?? []
  await ada.account.verifyEmail({ code })
  box.letters.length = 0
  const page = await house.visit('/', german)
  await page.getByRole('button', { name: 'Passwort vergessen?' }).click()
  await page.getByLabel('Deine bestätigte E-Mail-Adresse').fill(address)
  await page.keyboard.press('Enter')
  expect(await box.letterTo(address)).toMatchObject({
    subject: 'Wähle ein neues Passwort für Parley',
    text: expect.stringMatching(/^Hallo Ada,/),
  })
})

test('the devices of a person are named in his language', async () => {
  const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
  const { username, password } = ada
  for (const device of [firefox, ''])
    await apiAt(house.app.url, { 'user-agent': device }).auth.login({ username, password, as: 'token' })
  const page = await house.enter(ada, '/settings', german)
  await page.getByRole('button', { name: 'Sitzung von Firefox unter Linux beenden' }).waitFor()
  await until(() => page.locator('section', { hasText: 'Sitzungen' }).last().innerText()).toContain('Unbekanntes Gerät')
})

test('whoever switches the language is told of messages in the new one, with the page closed too', async () => {
  const page = await house.enter(ada, '/settings', { serviceWorkers: 'allow' })
  await page.addInitScript(allowNotifications)
  await page.addInitScript(subscribeWithoutService, 'https://localhost:1/ada')
  await page.reload()
  await page.getByRole('button', { name: 'Turn on notifications' }).click()
  await page.getByRole('button', { name: 'Send a test' }).waitFor()
  const language = async () =>
    (await house.app.db.selectFrom('pushTargets').select('language').where('userId', '=', ada.id).execute())[0]
      ?.language
  expect(await language()).toBe('en')
  await choose(page, 'العربية')
  await until(language).toBe('ar')
  await choose(page, 'Deutsch')
  await until(language).toBe('de')
  await until(() => noteWithoutWords(page)).toBe('Es gibt etwas Neues.')
})

/** What the worker shows of a push that brings nothing with it: a headless browser has no place for the note itself. */
async function noteWithoutWords(page: Page): Promise<string> {
  await page.evaluate(async () => navigator.serviceWorker.ready)
  return page
    .context()
    .serviceWorkers()[0]!
    .evaluate(async () => {
      const { registration } = globalThis as unknown as {
        registration: { showNotification: (title: string, options: { body: string }) => Promise<void> }
      }
      let body = ''
      registration.showNotification = async (_, options) => void (body = options.body)
      await new Promise((resolve) => {
        const waitUntil = (shown: Promise<unknown>) => void shown.then(resolve)
        dispatchEvent(Object.assign(new Event('push'), { data: null, waitUntil }))
      })
      return body
    })
}
