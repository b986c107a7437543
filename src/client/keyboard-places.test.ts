import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { apiAt, type Person } from '../server/testing.ts'
import { handsOn, patiently } from './testing-keys.ts'
import { type House, openHouse, toast } from './testing-pages.ts'

type Hands = Awaited<ReturnType<typeof handsOn>>

let house: House
let ada: Person
let bob: Person
let eve: Person

beforeAll(async () => {
  house = await openHouse()
})
beforeEach(async () => {
  const named = ['ada', 'bob', 'eve'].map((name) => house.app.person(name))
  ;[ada, bob, eve] = (await Promise.all(named)) as [Person, Person, Person]
})
afterEach(() => house.leave())
afterAll(() => house.stop())

const attribute = (page: Page, name: string) =>
  expect.poll(() => page.evaluate((asked) => document.documentElement.getAttribute(asked), name), patiently)

/** Over the finder, to which a key leads from everywhere. */
async function goByName(page: Page, { press, step, type }: Hands, name: string, expected: RegExp) {
  await step(['Control+k'], /^combobox Find people and chats/)
  await type(name)
  await page.getByRole('option', { name }).first().waitFor()
  await press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await step([], expected)
}

async function write({ press, type }: Hands, text: string) {
  await press('Control+a')
  await type(text)
}

test('somebody registers, talks, goes and comes back as a guest who stays, without a pointer', async () => {
  await bob.follow()
  const page = await house.visit()
  const hands = await handsOn(page)
  const { press, step, goTo, type, expectNoPointer } = hands
  await step([], /^input Username/)
  await goTo(/^button Create an account/)
  await step(['Enter'], /^input Name/)
  await type('Grace')
  await step(['Tab'], /^input Username/)
  await type(`grace${bob.username}`)
  await step(['Tab'], /^input Password/)
  await type('short')
  await step(['Enter'], /^input Password/)
  await page.getByText('A password has 8 characters or more.').waitFor()
  await write(hands, 'grace has a long password')
  await press('Enter')
  await page.getByRole('navigation', { name: 'Chats' }).waitFor()
  await step([], /^main /)

  // To a person, and to a chat with him.
  await goTo(/^a People/, 'Shift+Tab')
  await step(['Enter'], /^a People/)
  await page.getByRole('list', { name: 'Online' }).getByRole('listitem').first().waitFor()
  await goTo(new RegExp(`^button .*@${bob.username}`))
  await step(['Enter'], /^textarea Message Bob/)

  // Off the record.
  await goTo(/^button Talk to Bob off the record/, 'Shift+Tab')
  await step(['Enter'], /^textarea Say to Bob, off the record/)
  await type('between us')
  await step(['Enter'], /^textarea Say to Bob, off the record/)
  await page.getByRole('log').getByText('between us').waitFor()
  await type('and no more')
  await goTo(/^button Say/)
  await step(['Enter'], /^textarea Say to Bob, off the record/)
  await page.getByRole('log').getByText('and no more').waitFor()
  await goTo(/^button End/, 'Shift+Tab')
  await step(['Enter'], /^status This conversation has ended/)
  await goTo(/^button Close/)
  await step(['Enter'], /^main /)

  // An hour of silence, and its end.
  await goByName(page, hands, 'Bob', /^textarea Message Bob/)
  await goTo(/^button Notifications: everything/, 'Shift+Tab')
  await step(['Enter'], /^menu Notifications of this chat/)
  await goTo(/^menuitem Silence for an hour/, 'ArrowDown')
  await step(['Enter'], /^button Notifications: silent until/)
  await step(['Enter'], /^menu Notifications of this chat/)
  await goTo(/^menuitem End the silence/, 'ArrowDown')
  await step(['Enter'], /^button Notifications: everything/)

  await goByName(page, hands, 'Settings', /^main /)
  await goTo(/^button Sign out/)
  await step(['Enter'], /^input Username or e-mail/)

  // Back as a guest, who stays.
  await goTo(/^button Come as a guest/)
  await press('Enter')
  await page.getByRole('navigation', { name: 'Chats' }).waitFor()
  await step([], /^main /)
  await goByName(page, hands, 'Settings', /^main /)
  await goTo(/^button Sign out/)
  await step(['Enter'], /^button Cancel/)
  await step(['Escape'], /^button Sign out/)
  await goTo(/^input Username/, 'Shift+Tab')
  await type(`guest${bob.username}`)
  await step(['Tab'], /^input Password/)
  await type('a guest has a long password')
  await press('Enter')
  await toast(page, 'The account is yours to keep.').waitFor()
  await step([], /^input Old password/)
  await expectNoPointer()
})

test('a group is made, changed and left without a pointer', async () => {
  const zoe = await house.app.person('zoe')
  const page = await house.enter(ada)
  const hands = await handsOn(page)
  const { step, goTo, type, expectNoPointer } = hands
  async function choose({ username }: Person) {
    await type(username)
    await page.getByRole('option').filter({ hasText: username }).waitFor()
    await step(['Enter'], /^combobox Find people/)
  }

  await goTo(/^button New chat/)
  await step(['Enter'], /^combobox Find people/)
  await step(['Escape'], /^button New chat/)
  await step(['Enter'], /^combobox Find people/)
  await choose(zoe)
  await step(['Shift+Tab'], /^button Take back Zoe/)
  await step(['Enter'], /^combobox Find people/)
  await choose(bob)
  await choose(eve)
  await goTo(/^input Title of the group/)
  await type('Engines')
  await step(['Enter'], /^textarea Message Engines/)

  await goTo(/^a Members/, 'Shift+Tab')
  await step(['Enter'], /^aside Members/)
  await goTo(/^button Rename the group/)
  await step(['Enter'], /^input Title/)
  await write(hands, 'Looms')
  await step(['Enter'], /^button Rename the group/)
  await page.getByRole('heading', { name: 'Looms', level: 1 }).waitFor()

  await goTo(/^button Add people/)
  await step(['Enter'], /^combobox Find people/)
  await choose(zoe)
  await goTo(/^button Add Zoe/)
  await step(['Enter'], /^button Add people/)

  await goTo(/^button Change Bob/)
  await step(['Enter'], /^menu(item)? /)
  await goTo(/^menuitem Make admin/, 'ArrowDown')
  await step(['Enter'], /^button Change Bob/)
  await goTo(/^button Change Eve/)
  await step(['Enter'], /^menu(item)? /)
  await goTo(/^menuitem Remove from the group/, 'ArrowDown')
  await step(['Enter'], /^button Cancel/)
  await step(['Escape'], /^button Change Eve/)
  await step(['Enter'], /^menu(item)? /)
  await goTo(/^menuitem Remove from the group/, 'ArrowDown')
  await step(['Enter'], /^button Cancel/)
  await goTo(/^button Remove/)
  await step(['Enter'], /^button Change (Bob|Zoe)/)

  await goTo(/^button Leave the group/)
  await step(['Enter'], /^button Cancel/)
  await step(['Escape'], /^button Leave the group/)
  await step(['Enter'], /^button Cancel/)
  await goTo(/^button Leave/)
  await step(['Enter'], /^main /)
  await expectNoPointer()
})

test('settings are changed and a user is disabled without a pointer', async () => {
  const { operator } = house
  const { username, password } = operator
  await apiAt(house.app.url).auth.login({ username, password, as: 'token' })
  const page = await house.enter(operator)
  const hands = await handsOn(page)
  const { step, goTo, type, expectNoPointer } = hands
  await goTo(/^a Settings/)
  await step(['Enter'], /^a Settings/)
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()

  await goTo(/^input Name/)
  await write(hands, 'Operatrix')
  await step(['Enter'], /^input Name/)
  await toast(page, 'Your name is changed.').waitFor()
  await step([], /^input Name/)

  await goTo(/^input Same as the browser/)
  await step(['ArrowRight', 'ArrowRight'], /^input Deutsch/)
  await attribute(page, 'lang').toBe('de')
  await page.getByRole('heading', { name: 'Einstellungen', level: 1 }).waitFor()
  await step(['ArrowRight'], /^input العربية/)
  await attribute(page, 'dir').toBe('rtl')
  await step(['ArrowUp', 'ArrowUp'], /^input English/)
  await attribute(page, 'lang').toBe('en')
  await step(['ArrowLeft'], /^input Same as the browser/)

  await goTo(/^input System/)
  await step(['ArrowRight', 'ArrowRight'], /^input Dark/)
  await attribute(page, 'data-theme').toBe('dark')
  await goTo(/^input Normal/)
  await step(['ArrowRight'], /^input Large/)
  await goTo(/^input Off/)
  await step(['ArrowRight'], /^input 5 seconds/)
  await goTo(/^input With their words/)
  await step(['ArrowRight'], /^input Only how many/)
  await goTo(/^button Show the keys/)
  await step(['Enter'], /^group Keys/)
  await step(['Escape'], /^button Show the keys/)
  for (const name of ['Appear offline', 'Keep read receipts to yourself']) {
    await goTo(new RegExp(`^switch ${name}`))
    await step(['Space'], new RegExp(`^switch ${name}`))
    await page.getByRole('switch', { name, checked: true }).waitFor()
    await step(['Space'], new RegExp(`^switch ${name}`))
    await page.getByRole('switch', { name, checked: false }).waitFor()
  }
  await goTo(/^button End the session of/)
  await step(['Enter'], /^ul .*This session/)

  await goTo(/^a Open the administration/)
  await step(['Enter'], /^main /)
  await page.getByRole('tab', { name: 'People' }).waitFor()
  await goTo(/^tab People/)
  await step(['ArrowRight'], /^tab Groups/)
  await step(['End', 'Enter'], /^tab What admins did/)
  await step(['Home', 'Enter'], /^tab People/)
  await goTo(/^input Find people/)
  await type(bob.username)
  const row = page.getByRole('listitem').filter({ hasText: `@${bob.username}` })
  await expect.poll(() => page.getByRole('tabpanel').getByRole('listitem').count(), patiently).toBe(1)
  await goTo(/^button Disable/)
  await step(['Enter'], /^button Cancel/)
  await step(['Escape'], /^button Disable/)
  await step(['Enter'], /^button Cancel/)
  await goTo(/^button Disable/)
  await step(['Enter'], /^button Enable/)
  await row.getByText('Disabled').waitFor()
  await step(['Enter'], /^button Disable/)
  await expectNoPointer()
})
