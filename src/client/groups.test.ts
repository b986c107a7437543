import type { Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Person } from '../server/testing.ts'
import { chatLink, composer, type House, openHouse } from './testing-pages.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterEach(() => house.leave())
afterAll(() => house.stop())

test('however often the button is pressed, one group begins', async () => {
  const [ada, bob, eve] = [
    await house.app.person('ada'),
    await house.app.person('bob'),
    await house.app.person('eve'),
  ] as const
  const page = await house.enter(ada)
  await page.getByRole('button', { name: 'New chat' }).first().click()
  for (const { username } of [bob, eve]) {
    await page.getByRole('combobox').fill(username)
    await page.getByRole('option', { name: username }).click()
  }
  await page.getByRole('button', { name: 'Create the group' }).dblclick()
  await page.getByRole('heading', { name: 'Bob and Eve' }).waitFor()
  expect(await ada.chats.list()).toHaveLength(1)
})

test('a group is renamed, grows and shrinks before the eyes of its members', async () => {
  const [ada, bob, eve] = [
    await house.app.person('ada'),
    await house.app.person('bob'),
    await house.app.person('eve'),
  ] as const
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  const adas = await house.enter(ada, `/chats/${chatId}/members`)
  const bobs = await house.enter(bob, `/chats/${chatId}`)
  const panel = adas.getByRole('complementary', { name: 'Members' })

  await panel.getByRole('button', { name: 'Rename the group' }).click()
  await panel.getByLabel('Title').fill('Boilers')
  await panel.getByRole('button', { name: 'Rename', exact: true }).click()
  await bobs.getByRole('heading', { name: 'Boilers' }).waitFor()
  await bobs.getByRole('log').getByText('Ada renamed the group to “Boilers”.').waitFor()

  await panel.getByRole('button', { name: 'Add people' }).click()
  await adas.getByRole('combobox').fill(eve.username)
  await adas.getByRole('option', { name: eve.username }).click()
  await adas.getByRole('button', { name: 'Add Eve' }).click()
  await bobs.getByRole('log').getByText('Ada added Eve.').waitFor()

  await panel.getByRole('button', { name: 'Change Bob' }).click()
  await adas.getByRole('menuitem', { name: 'Remove from the group' }).click()
  await adas.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await bobs.getByText('This chat is not here.').waitFor()
  await expect.poll(() => panel.getByRole('listitem').count()).toBe(2)
})

test('the address of a chat that is not hers, or of nothing, is a calm place with a way out', async () => {
  const [ada, eve] = [await house.app.person('ada'), await house.app.person('eve')]
  const { chatId } = await eve.groups.create({ title: 'Secret', userIds: [] })
  const page = await house.enter(ada, `/chats/${chatId}`)
  await page.getByText('This chat is not here.').waitFor()
  expect(await page.getByText('Secret').count()).toBe(0)
  await page.goto(`${house.app.url}/chats/not-an-id`)
  await page.getByText('This chat is not here.').waitFor()
  await page.goto(`${house.app.url}/nowhere`)
  await page.getByRole('link', { name: 'Go to your chats' }).click()
  await page.getByRole('button', { name: 'New chat' }).first().waitFor()
})

test('a draft stays in its chat while another is open', async () => {
  const ada = await house.app.person('ada')
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [] })
  await ada.groups.create({ title: 'Walks', userIds: [] })
  const page = await house.enter(ada, `/chats/${chatId}`)
  await composer(page).fill('not finished')
  await chatLink(page, /Walks/).click()
  await page.getByRole('heading', { name: 'Walks' }).waitFor()
  expect(await composer(page).inputValue()).toBe('')
  await page.reload()
  await chatLink(page, /Draft: not finished/).click()
  await expect.poll(() => composer(page).inputValue()).toBe('not finished')
})

test('an emoji from the picker goes where the caret is, and comes from this server alone', async () => {
  const ada = await house.app.person('ada')
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [] })
  const page = await house.enter(ada, `/chats/${chatId}`)
  const foreign: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(house.app.url)) foreign.push(request.url())
  })
  await composer(page).fill('ab')
  await composer(page).press('ArrowLeft')
  await page.getByRole('button', { name: 'Emoji', exact: true }).click()
  await page.getByLabel('Find an emoji').fill('rocket')
  await page
    .getByRole('gridcell', { name: /rocket/i })
    .first()
    .click()
  await expect.poll(() => composer(page).inputValue()).toBe('a🚀b')
  expect(foreign).toEqual([])
})

test('the keyboard alone reaches the messages and what can be done with them', async () => {
  const [ada, bob] = [await house.app.person('ada'), await house.app.person('bob')]
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  await bob.say(chatId, 'the first')
  await bob.say(chatId, 'the second')
  const page = await house.enter(ada, `/chats/${chatId}`)
  await page.getByRole('log').getByText('the second').waitFor()
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '')
  await composer(page).focus()
  await page.keyboard.press('Shift+Tab')
  await expect.poll(focused).toContain('the second')
  await page.keyboard.press('ArrowUp')
  await expect.poll(focused).toContain('the first')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('log').getByRole('button', { name: '👍 from you' }).waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
})

test('at twice the usual size the field in which people are found is whole, with people to choose below it', async () => {
  const named = ['ada', 'bob', 'eve'].map((name) => house.app.person(name))
  const [ada, bob, eve] = (await Promise.all(named)) as [Person, Person, Person]
  const { chatId } = await ada.groups.create({ title: 'Engines', userIds: [bob.id] })
  const page = await house.enter(ada, `/chats/${chatId}/members`)
  for (const name of ['Add people', 'New chat']) {
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.getByRole('button', { name }).first().click()
    const dialog = page.getByRole('dialog', { name })
    const field = dialog.getByRole('combobox', { name: 'Find people' })
    const found = dialog.getByRole('option', { name: eve.username })
    await field.fill(eve.username)
    await found.click()
    await field.fill(eve.username)
    await found.waitFor()
    for (const width of [640, 720]) {
      await page.setViewportSize({ width, height: 400 })
      for (const part of [field, found, dialog.getByRole('button').last()]) expect(await isWhole(part)).toBe(true)
    }
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  }
})

test('at twice the usual size all members are there who are in view, however far it is scrolled', async () => {
  const named = Array.from({ length: 14 }, (_, index) => house.app.person(`member${index}`))
  const [ada, ...others] = (await Promise.all(named)) as [Person, ...Person[]]
  for (const few of [others.slice(0, 3), others]) {
    const { chatId } = await ada.groups.create({ title: 'Engines', userIds: few.map(({ id }) => id) })
    const page = await house.enter(ada, `/chats/${chatId}/members`, { viewport: { width: 640, height: 400 } })
    const list = page.getByRole('list', { name: 'Members' })
    await list.getByRole('listitem').first().waitFor()
    const gaps = await list.evaluate(async (element) => {
      const found: number[] = []
      const box = element.parentElement!
      for (let top = 0; top <= box.scrollHeight - box.clientHeight; top += 20) {
        box.scrollTop = top
        let isFull = false
        for (let frame = 0; frame < 20 && !isFull; frame++) {
          await new Promise((resolve) => requestAnimationFrame(resolve))
          const [seen, whole] = [box.getBoundingClientRect(), element.getBoundingClientRect()]
          const rows = [...element.querySelectorAll('[role=listitem]')].map((row) => row.getBoundingClientRect())
          const [first, last] = [rows.at(0)?.top ?? Infinity, rows.at(-1)?.bottom ?? -Infinity]
          isFull = first <= Math.max(seen.top, whole.top) + 1 && last >= Math.min(seen.bottom, whole.bottom) - 1
        }
        if (!isFull) found.push(top)
      }
      return found
    })
    expect(gaps).toEqual([])
  }
})

/** Nothing of it is cut off by what it stands in. */
const isWhole = (part: Locator) =>
  part.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect()
    let isCut = top < 0 || bottom > innerHeight
    for (let place = element.parentElement; place; place = place.parentElement) {
      const edge = place.getBoundingClientRect()
      const cuts = getComputedStyle(place).overflowY !== 'visible'
      if (cuts && (edge.top > top || edge.bottom < bottom)) isCut = true
    }
    return !isCut
  })
