import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { apiAt, type Person } from '../server/testing.ts'
import { handsOn, patiently } from './testing-keys.ts'
import { type House, openHouse } from './testing-pages.ts'

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

test('an owner makes admins and members, gives the group away and deletes it, without a pointer', async () => {
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id, eve.id] })
  const roles = async () =>
    Object.fromEntries((await ada.chats.get({ chatId })).members.map(({ displayName, role }) => [displayName, role]))
  const page = await house.enter(ada, `/chats/${chatId}/members`)
  const { step, goTo, expectNoPointer } = await handsOn(page)
  const rows = page.getByRole('complementary', { name: 'Members' }).getByRole('listitem')
  const order = () => expect.poll(() => rows.allInnerTexts().then((texts) => texts.map((one) => one[0])), patiently)
  const choose = async (name: string) => {
    await step(['Enter'], /^menu(item)? /)
    await goTo(new RegExp(`^menuitem ${name}`), 'ArrowDown')
  }

  // Her row goes above Bob's, and back below it.
  await goTo(/^button Change Eve/)
  await choose('Make admin')
  await step(['Enter'], /^button Change Eve/)
  await expect.poll(roles, patiently).toMatchObject({ Eve: 'admin' })
  await order().toEqual(['A', 'E', 'B'])
  await step([], /^button Change Eve/)
  await choose('Make member')
  await step(['Enter'], /^button Change Eve/)
  await order().toEqual(['A', 'B', 'E'])
  await step([], /^button Change Eve/)
  for (const [role, sorted] of [
    ['admin', ['A', 'E', 'B']],
    ['member', ['A', 'B', 'E']],
  ] as const) {
    await ada.groups.setRole({ chatId, userId: eve.id, role })
    await order().toEqual(sorted)
    await step([], /^button Change Eve/)
  }

  await choose('Make owner')
  await step(['Enter'], /^button Cancel/)
  await step(['Escape'], /^button Change Eve/)
  await choose('Make owner')
  await step(['Enter'], /^button Cancel/)
  await goTo(/^button Make owner/)
  await step(['Enter'], /^button Change Bob/)
  await expect.poll(roles, patiently).toEqual({ Ada: 'admin', Bob: 'member', Eve: 'owner' })
  await order().toEqual(['E', 'A', 'B'])
  await step([], /^button Change Bob/)

  await goTo(/^button Delete the group/)
  await step(['Enter'], /^button Cancel/)
  await step(['Escape'], /^button Delete the group/)
  await step(['Enter'], /^button Cancel/)
  await goTo(/^button Delete/)
  await step(['Enter'], /^main /)
  expect(await ada.chats.list()).toEqual([])
  await expectNoPointer()
})

test('an admin of the server makes another one and takes that back, and deletes a group, without a pointer', async () => {
  const title = `Engines of ${ada.username}`
  await ada.groups.create({ title, userIds: [bob.id] })
  const page = await house.enter(house.operator, '/admin')
  const { press, step, goTo, type, expectNoPointer } = await handsOn(page)
  const shown = () => expect.poll(() => page.getByRole('tabpanel').getByRole('listitem').count(), patiently)
  await goTo(/^input Find people/)
  await type(eve.username)
  await shown().toBe(1)
  await goTo(/^button Make admin/)
  await step(['Enter'], /^button Take admin/)
  expect((await eve.auth.me())?.user.isAdmin).toBe(true)
  await step(['Enter'], /^button Make admin/)
  await goTo(/^button Disable/)
  await step(['Enter'], /^button Cancel/)
  await goTo(/^button Disable/)
  await step(['Enter'], /^button Enable/)
  await step(['Enter'], /^button Disable/)

  await goTo(/^tab People/, 'Shift+Tab')
  await step(['ArrowRight'], /^tab Groups/)
  await press('Enter')
  await goTo(/^input Find groups/)
  await type(title)
  await shown().toBe(1)
  await goTo(/^button Delete/)
  await step(['Enter'], /^button Cancel/)
  await step(['Escape'], /^button Delete/)
  await step(['Enter'], /^button Cancel/)
  await goTo(/^button Delete/)
  await press('Enter')
  await shown().toBe(0)
  await step([], /^input Find groups/)
  await expectNoPointer()
})

test('who acts with a pointer is not led elsewhere when something goes; who then uses keys is', async () => {
  const { username, password } = ada
  const { auth } = apiAt(house.app.url)
  for (let count = 0; count < 2; count++) await auth.login({ username, password, as: 'token' })
  const page = await house.enter(ada, '/settings')
  const ends = page.getByRole('button', { name: /^End the session of/ })
  await expect.poll(() => ends.count(), patiently).toBe(2)
  await ends.first().click()
  await expect.poll(() => ends.count(), patiently).toBe(1)
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
  const { step, goTo, press } = await handsOn(page)
  await step([], /^nothing$/)
  await press('Shift+Tab')
  await goTo(/^button End the session of/)
  await step(['Enter'], /^ul .*This session/)
})

test('who clicked before all of the page was there is one who points', async () => {
  const { username, password } = ada
  const { auth } = apiAt(house.app.url)
  for (let count = 0; count < 2; count++) await auth.login({ username, password, as: 'token' })
  const page = await house.enter(ada)
  const [scripts, answer] = [await held(page, /keepFocus-/), await held(page, /auth\.endSession/)]
  await page.goto(`${house.app.url}/settings`)
  const ends = page.getByRole('button', { name: /^End the session of/ })
  await expect.poll(() => ends.count(), patiently).toBe(2)
  await ends.first().click()
  const script = page.waitForResponse(/keepFocus-/)
  scripts.go()
  await script
  await page.waitForTimeout(500)
  answer.go()
  await expect.poll(() => ends.count(), patiently).toBe(1)
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
  const { step } = await handsOn(page)
  await step([], /^nothing$/)
})

/** What is asked for so waits until it may go. */
async function held(page: Page, url: RegExp) {
  let go = () => undefined as void
  const mayGo = new Promise<void>((resolve) => (go = resolve))
  await page.route(url, async (route) => {
    await mayGo
    await route.continue()
  })
  return { go }
}
